-- POSTs the one body that follows "--" on wrk's command line.
init = function(args)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = args[1]
end
dofile("summary.lua")
