const { eventParser } = await load('sse');
const bytes = (text) => new TextEncoder().encode(text);

/** What a parser says to pieces of a stream. */
function parsed(pieces, lastEventId) {
  const messages = [];
  const retries = [];
  const parser = eventParser({ message: (event) => messages.push(event), retry: (delay) => retries.push(delay) }, lastEventId);
  pieces.forEach((piece) => parser.push(typeof piece === 'string' ? bytes(piece) : piece));
  return { messages, retries, datas: messages.map((event) => event.data), last: parser.lastEventId() };
}

tests['each of the three line ends ends a line'] = () => {
  for (const end of ['\n', '\r', '\r\n']) {
    const { messages } = parsed([`id: 1${end}event: e${end}data: a${end}data: b${end}${end}`]);
    equal(messages, [{ type: 'e', data: 'a\nb', lastEventId: '1' }]);
  }
};

tests['it does not matter where the stream is cut'] = () => {
  const text = '\uFEFF: hi\r\nid: 7-ä\r\nevent: x\r\ndata: {"a":"€𐍈"}\r\ndata\r\n\r\nretry: 250\rdata:two\r\rid: 8\n\ndata: three\n\n';
  const whole = bytes(text);
  const expected = JSON.stringify(parsed([whole]));
  equal(parsed([whole]).datas, ['{"a":"€𐍈"}\n', 'two', 'three']);
  equal(parsed([whole]).last, '8');
  for (let i = 0; i <= whole.length; i++) {
    for (let j = i; j <= Math.min(whole.length, i + 3); j++) {
      equal(JSON.stringify(parsed([whole.slice(0, i), whole.slice(i, j), whole.slice(j)])), expected);
    }
  }
  equal(JSON.stringify(parsed([...whole].map((byte) => Uint8Array.of(byte)))), expected);
};

tests['comments and unknown fields say nothing'] = () => {
  equal(parsed([': heartbeat\n\n', 'name: x\ndatas: y\n\n', ':\n\n']).messages, []);
};

tests['one space after the colon is taken away, no more'] = () => {
  equal(parsed(['data:a\n\ndata: b\n\ndata:  c\n\ndata : d\n\n']).datas, ['a', 'b', ' c']);
};

tests['a field without a colon has no value'] = () => {
  equal(parsed(['data\n\ndata\ndata\n\ndata:\n']).datas, ['', '\n']);
};

tests['the type holds for one event, the id from then on'] = () => {
  const { messages } = parsed(['id: 1\nevent: e\ndata: a\n\ndata: b\n\nid\ndata: c\n\n']);
  equal(messages, [{ type: 'e', data: 'a', lastEventId: '1' }, { type: 'message', data: 'b', lastEventId: '1' },
    { type: 'message', data: 'c', lastEventId: '' }]);
};

tests['a type without data is forgotten'] = () => {
  equal(parsed(['event: e\n\ndata: a\n\n']).messages.map((event) => event.type), ['message']);
};

tests['an id without data moves the place to resume at'] = () => {
  equal(parsed(['id: 5\n\n']).last, '5');
};

tests['an event that is cut off does not move it'] = () => {
  const { messages, last } = parsed(['id: 1\ndata: a\n\nid: 2\ndata: b\n']);
  equal([messages.length, last], [1, '1']);
};

tests['an id with a zero character is ignored'] = () => {
  equal(parsed(['id: 1\n\nid: 2\0\n\n']).last, '1');
};

tests['the id of the connection before holds until there is a new one'] = () => {
  const { messages, last } = parsed(['data: a\n\n'], 'before');
  equal([messages[0].lastEventId, last], ['before', 'before']);
};

tests['a retry hint is taken when it is a number'] = () => {
  equal(parsed(['retry: 10\nretry: 1x\nretry: -5\nretry:\nretry: 1.5\nretry: 007\n']).retries, [10, 7]);
};

tests['only one byte order mark, and only at the start, is taken away'] = () => {
  equal(parsed(['\uFEFFdata: a\n\n']).datas, ['a']);
  equal(parsed(['\uFEFF\uFEFFdata: a\n\n']).datas, []);
  equal(parsed(['data: a\n\n\uFEFFdata: b\n\n']).datas, ['a']);
};

tests['a long event in many pieces takes no long time'] = () => {
  const piece = bytes('x'.repeat(1_000));
  const started = performance.now();
  const { datas } = parsed(['data: ', ...Array(10_000).fill(piece), '\n\n']);
  equal(datas[0].length, 10_000_000);
  equal(performance.now() - started < 5_000, true);
};
