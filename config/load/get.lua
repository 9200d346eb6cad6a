dofile("summary.lua")
