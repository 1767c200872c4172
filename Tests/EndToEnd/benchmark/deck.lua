-- Sends the requests of a file one after another, again and again.
--   wrk ... -s deck.lua URL -- FILE START PAUSE
-- FILE: for each request its length in decimal, a line feed, and the request. START: how far into them to begin, 0 to 1.
-- PAUSE: the mean of the exponentially distributed time between an answer and the connection's next request, in
-- milliseconds; 0 for none.
local deck, position, threads = {}, 0, 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  while true do
    local length = file:read("*n")
    if not length then break end
    file:read(1)
    deck[#deck + 1] = file:read(length)
  end
  file:close()
  math.randomseed(number + 1)
  position = math.floor(#deck * ((tonumber(arguments[2]) + number * 0.381966) % 1))
  local pause = tonumber(arguments[3])
  if pause > 0 then
    function delay() return math.floor(0.5 - pause * math.log(1 - math.random())) end
  end
end

function request()
  position = position % #deck + 1
  return deck[position]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50":%.0f,"p99":%.0f,"most":%.0f}\n',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
