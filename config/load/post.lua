-- POSTs the one body that is in the file named after "--" on wrk's command line.
init = function(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = file:read("*a")
  file:close()
end
dofile("summary.lua")
