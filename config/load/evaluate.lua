-- POST /auth/risk/evaluate for 200 users, each from one of a few places.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local n = 0
request = function()
  n = n + 1
  local user = n % 200
  local body = string.format('{"userId":"load-%d","ipAddress":"203.0.113.%d","userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36","geoLocation":{"country":"FR","city":"Paris","latitude":48.85,"longitude":2.35},"deviceFingerprint":"device-%d","sessionContext":{"failedAttempts":0}}', user, user % 50, user)
  return wrk.format(nil, nil, nil, body)
end
dofile("summary.lua")
