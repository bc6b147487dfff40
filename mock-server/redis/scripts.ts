/**
 * What must happen in Redis all at once, as Lua. The log is a stream whose ids count from 1; each entry is JSON, and is
 * told on a channel as well. Since a script is atomic, what it publishes for apps right after an entry is heard right
 * after it: so every mock server knows the mock's own publications from an app's.
 */

/** Entries of the log, and bytes of them; the oldest go first. */
const maxEntries = 20_000;
const maxBytes = 32 * 1024 * 1024;

/** As MessageBus keeps its own; what nobody has published to for so long is forgotten. */
const keptSeconds = 604_800;

/** With more topics than this, a mock server that comes meets them when something is published to them. */
const maxTopicsTold = 5_000;

const prelude = `
local hub, offsets, epochs, log = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local told, life, spare = ARGV[1], ARGV[2], ARGV[3]

local function number(value) return tonumber(value or '0') or 0 end
local function whole(value) return string.format('%.0f', value) end
local function now()
  local time = redis.call('TIME')
  return whole(time[1] * 1000 + math.floor(time[2] / 1000))
end
local function lives() return redis.call('HGET', hub, 'life') == life end
local function epochOf(topic)
  return redis.call('HGET', epochs, topic) or redis.call('HGET', hub, 'epoch')
end
local function append(members)
  local seq = redis.call('HINCRBY', hub, 'seq', 1)
  local text = '{"life":"' .. life .. '","seq":' .. whole(seq) .. ',' .. members .. '}'
  redis.call('XADD', log, whole(seq) .. '-0', 'entry', text)
  redis.call('PUBLISH', told, text)
  local bytes = redis.call('HINCRBY', hub, 'bytes', #text)
  local entries = redis.call('XLEN', log)
  while entries > 1 and (entries > ${maxEntries} or bytes > ${maxBytes}) do
    local oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
    redis.call('XDEL', log, oldest[1])
    bytes = redis.call('HINCRBY', hub, 'bytes', -#oldest[2][2])
    entries = entries - 1
  end
  for i = 1, 4 do redis.call('EXPIRE', KEYS[i], ${keptSeconds}) end
  return seq
end

local function counterOf(channel) return '__mb_backlog_id_n_' .. channel end
-- A topic's offsets are the message ids of its MessageBus channel, so that positions mean the same at mock and app.
local function nextOffset(topic, channel)
  local last = number(redis.call('HGET', offsets, topic))
  local offset = last + 1
  if channel ~= '' then
    local counter = counterOf(channel)
    if number(redis.call('GET', counter)) < last then redis.call('SET', counter, whole(last)) end
    offset = redis.call('INCR', counter)
    redis.call('EXPIRE', counter, ${keptSeconds})
  end
  redis.call('HSET', offsets, topic, whole(offset))
  return offset
end
local function ids(topic, offset, epoch)
  return '"topic":' .. cjson.encode(topic) .. ',"globalId":' .. whole(redis.call('HINCRBY', hub, 'global', 1))
    .. ',"offset":' .. whole(offset) .. ',"epoch":"' .. epoch .. '","at":' .. now()
end

-- What the app's own MessageBus has published since: each message once, in its order.
local function pull()
  local current = number(redis.call('GET', KEYS[5]))
  local last = number(redis.call('HGET', hub, 'mb'))
  if current < last then last = 0 end
  if current == last then return end
  local found = redis.call('ZRANGEBYSCORE', KEYS[6], '(' .. whole(last), '+inf')
  for _, pointer in ipairs(found) do
    local bar = string.find(pointer, '|', 1, true)
    local id, channel = number(string.sub(pointer, 1, bar - 1)), string.sub(pointer, bar + 1)
    local message = redis.call('ZRANGEBYSCORE', '__mb_backlog_n_' .. channel, whole(id), whole(id))[1]
    -- A site's own name follows the channel's; the mock has no sites.
    local topic = string.gsub(string.gsub(string.gsub(channel, '%$|%$.*$', ''), '^/+', ''), '/', ':')
    if message and topic ~= '' and channel ~= '/__mb_keepalive__/' then
      local epoch, own = epochOf(topic), '/' .. string.gsub(topic, ':', '/')
      local offset = id
      if channel ~= own then
        offset = nextOffset(topic, own)
      else
        -- The app's bus was reset: its ids begin again.
        if id <= number(redis.call('HGET', offsets, topic)) then
          epoch = spare
          redis.call('HSET', epochs, topic, epoch)
        end
        redis.call('HSET', offsets, topic, whole(id))
      end
      append('"kind":"message",' .. ids(topic, offset, epoch) .. ',"message":' .. cjson.encode(message))
    end
  end
  redis.call('HSET', hub, 'mb', whole(current))
end
`;

const otherLife = "return redis.error_reply('OTHERLIFE the shared history is another one')";

/** The answer of a script that was asked in the name of a history that is no more. */
export const otherLifeReply = /^OTHERLIFE/;

/**
 * KEYS hub, offsets, epochs, log, MessageBus' two. ARGV told, new life, new epoch; what this mock server knows: life,
 * seq, global id, MessageBus' global id, offsets as JSON; 9 is 1 where it is to begin anew in any case. Begins a new
 * history where there is none, or where Redis came back with an older one than was told of already: ids go on, so that
 * no position means two things. Returns life, epoch, seq, global id, and of its topics offsets and own epochs as JSON,
 * where they are not too many.
 */
export const enter = `${prelude}
local known, seq, global, mb = ARGV[4], number(ARGV[5]), number(ARGV[6]), number(ARGV[7])
local present = redis.call('HGET', hub, 'life')
if not present or ARGV[9] == '1' or (present == known and number(redis.call('HGET', hub, 'seq')) < seq) then
  redis.call('DEL', hub, offsets, epochs, log)
  redis.call('HSET', hub, 'life', life, 'epoch', spare, 'seq', 0, 'global', whole(global))
  if known ~= '' then
    local current = number(redis.call('GET', KEYS[5]))
    if ARGV[9] == '1' then mb = current end
    redis.call('HSET', hub, 'mb', current < mb and 0 or whole(mb))
  end
  for topic, offset in pairs(cjson.decode(ARGV[8])) do redis.call('HSET', offsets, topic, whole(offset)) end
  redis.call('PUBLISH', told, '{"life":"' .. life .. '","seq":0,"kind":"began"}')
else
  life = present
end
pull()
local function fields(key)
  if redis.call('HLEN', key) > ${maxTopicsTold} then return '[]' end
  local found = redis.call('HGETALL', key)
  return #found == 0 and '[]' or cjson.encode(found)
end
return {
  life, redis.call('HGET', hub, 'epoch'), number(redis.call('HGET', hub, 'seq')), number(redis.call('HGET', hub, 'global')),
  fields(offsets), fields(epochs)
}
`;

/** KEYS and ARGV 1 to 3 as above, with the present life. Takes what MessageBus has; returns how far the log goes. */
export const pull = `${prelude}
if not lives() then ${otherLife} end
pull()
return number(redis.call('HGET', hub, 'seq'))
`;

/**
 * KEYS 7 the writer's, 8 the ear of the source. ARGV 4 writer, 5 its number, 6 topic, 7 data as JSON, 8 source it was
 * heard from or '', 9 the topic's MessageBus channel or '', 10 what MessageBus keeps of it or '', 11 channels and
 * payloads for apps as a JSON array of pairs, 12 MessageBus' pub/sub channels as a JSON array. Returns the entry's seq;
 * 0 when it was done before, -1 when somebody else has the ear.
 */
export const publish = `${prelude}
if not lives() then ${otherLife} end
local writer, n, topic, data, heard, channel, start = KEYS[7], number(ARGV[5]), ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10]
if number(redis.call('GET', writer)) >= n then return 0 end
if heard ~= '' and redis.call('GET', KEYS[8]) ~= ARGV[4] then return -1 end
redis.call('SET', writer, whole(n), 'EX', 86400)
pull()
local offset = nextOffset(topic, channel)
local announced = cjson.decode(ARGV[11])
local echoes = {}
for _, pair in ipairs(announced) do echoes[#echoes + 1] = cjson.encode(pair[1]) end
local buses = start ~= '' and cjson.decode(ARGV[12]) or {}
for _, name in ipairs(buses) do echoes[#echoes + 1] = cjson.encode(name) end
local backlog, bus = '__mb_backlog_n_' .. channel, 0
if start ~= '' then
  -- What message_bus 4.5 does to publish: the same keys, limits and order.
  bus = redis.call('INCR', KEYS[5])
  start = whole(bus) .. '|' .. whole(offset) .. '|' .. start
  redis.call('ZADD', backlog, whole(offset), start)
  redis.call('EXPIRE', backlog, ${keptSeconds})
  redis.call('ZADD', KEYS[6], whole(bus), whole(offset) .. '|' .. channel)
  redis.call('EXPIRE', KEYS[6], ${keptSeconds})
  redis.call('HSET', hub, 'mb', whole(bus))
end
local seq = append('"kind":"published",' .. ids(topic, offset, epochOf(topic))
  .. ',"by":' .. cjson.encode(ARGV[4]) .. ',"n":' .. whole(n) .. ',"heard":' .. cjson.encode(heard) .. ',"bus":' .. whole(bus)
  .. ',"echoes":[' .. table.concat(echoes, ',') .. '],"data":' .. data)
for _, pair in ipairs(announced) do redis.call('PUBLISH', pair[1], pair[2]) end
for _, name in ipairs(buses) do redis.call('PUBLISH', name, start) end
if start ~= '' and offset > 1000 then redis.call('ZREMRANGEBYSCORE', backlog, 1, whole(offset - 1000)) end
if bus > 2000 then redis.call('ZREMRANGEBYSCORE', KEYS[6], 1, whole(bus - 2000)) end
return seq
`;

/** ARGV 4 what befalls the topic, 5 topic, 6 its MessageBus channel or '', 7 a number. */
export const befall = `${prelude}
if not lives() then ${otherLife} end
local what, topic, channel, count = ARGV[4], ARGV[5], ARGV[6], number(ARGV[7])
pull()
local backlog = '__mb_backlog_n_' .. channel
if what == 'trimmed' and channel ~= '' then
  redis.call('ZREMRANGEBYRANK', backlog, 0, -(count + 1))
elseif what == 'renewed' then
  redis.call('HSET', epochs, topic, spare)
  redis.call('HSET', offsets, topic, 0)
  if channel ~= '' then redis.call('DEL', backlog, counterOf(channel)) end
elseif what == 'skipped' then
  redis.call('HINCRBY', offsets, topic, count)
  redis.call('HINCRBY', hub, 'global', count)
end
append('"kind":"' .. what .. '","topic":' .. cjson.encode(topic) .. ',"count":' .. whole(count) .. ',"epoch":"' .. epochOf(topic) .. '"')
return 0
`;

/** KEYS ears, ARGV who wants them, for how many ms. Returns 1 for each that it has now, else 0. */
export const listen = `
local answers = {}
for i, ear in ipairs(KEYS) do
  local holder = redis.call('GET', ear)
  local mine = not holder or holder == ARGV[1]
  if mine then redis.call('SET', ear, ARGV[1], 'PX', ARGV[2]) end
  answers[i] = mine and 1 or 0
end
return answers
`;

/** KEYS ears, ARGV who gives them back. */
export const letGo = `
for _, ear in ipairs(KEYS) do
  if redis.call('GET', ear) == ARGV[1] then redis.call('DEL', ear) end
end
return 0
`;
