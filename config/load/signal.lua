-- POST /auth/risk/signals: one row, one event, one transaction a call.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local n = 0
request = function()
  n = n + 1
  local body = string.format('{"userId":"signal-%d","signalType":"new_device","severity":"low","metadata":{"ipAddress":"203.0.113.7"}}', n % 200)
  return wrk.format(nil, nil, nil, body)
end
dofile("summary.lua")
