const { backOff, follow, SILENCE } = await load('stream');

/** Time that the test moves, by hand. */
function handClock() {
  let now = 0;
  let next = 1;
  const timers = new Map();
  return {
    now: () => now,
    random: () => 1,
    setTimeout: (run, delay) => {
      timers.set(next, { run, at: now + delay });
      return next++;
    },
    clearTimeout: (timer) => timers.delete(timer),
    async pass(millis) {
      await settled();
      now += millis;
      for (const [timer, { run, at }] of [...timers]) {
        if (at <= now && timers.delete(timer)) {
          run();
        }
      }
      await settled();
    },
    pending: () => timers.size,
  };
}

/** A stream on a server that the test plays. */
function playing(options = {}, refuse = undefined) {
  const clock = handClock();
  const states = [];
  const messages = [];
  const asked = [];
  const connections = [];
  const play = { clock, states, messages, asked, connections, refuse,
    names: () => states.map((state) => state.name),
    async send(text) {
      connections.at(-1).enqueue(new TextEncoder().encode(text));
      await settled();
    },
    async end() {
      connections.at(-1).close();
      await settled();
    } };
  play.stream = follow({
    clock,
    lastEventId: 'first',
    state: (state) => states.push(state),
    message: (event) => messages.push(event.data),
    open: async ({ lastEventId, signal }) => {
      asked.push(lastEventId);
      if (play.refuse) {
        throw play.refuse;
      }
      const body = new ReadableStream({
        start(controller) {
          connections.push(controller);
          signal.addEventListener('abort', () => {
            try {
              controller.error(signal.reason);
            }
            catch {
              // It has ended already.
            }
          });
        },
      });
      return { body };
    },
    ...options,
  });
  return play;
}

tests['it connects, is live with the first bytes, and hands events on'] = async () => {
  const play = playing();
  await settled();
  equal([play.names(), play.asked], [['connecting'], ['first']]);
  await play.send(': connected\nretry: 2000\n\n');
  await play.send('id: 1\nevent: audit_event\ndata: a\n\n');
  equal([play.names(), play.messages], [['connecting', 'live'], ['a']]);
  play.stream.stop();
};

tests['a lost connection is resumed after the last whole event, when the server asked for'] = async () => {
  const play = playing();
  await settled();
  await play.send('retry: 2000\n\nid: 1\ndata: a\n\nid: 2\ndata: b');
  await play.end();
  equal(play.states.at(-1), { name: 'reconnecting', at: 2_000, why: 'the connection ended' });
  await play.clock.pass(1_999);
  equal(play.asked, ['first']);
  await play.clock.pass(1);
  equal(play.asked, ['first', '1']);
  await play.send('id: 2\ndata: b\n\n');
  equal([play.messages, play.names()], [['a', 'b'], ['connecting', 'live', 'reconnecting', 'connecting', 'live']]);
  play.stream.stop();
};

tests['a network that fails is tried again, each time later, and at once after success'] = async () => {
  const play = playing({}, new TypeError('Failed to fetch'));
  await play.clock.pass(0);
  equal(play.states.at(-1).why, 'no connection to the server');
  const waits = [];
  for (let i = 0; i < 6; i++) {
    waits.push(play.states.at(-1).at - play.clock.now());
    await play.clock.pass(waits.at(-1));
  }
  equal(waits, [3_000, 6_000, 12_000, 24_000, 30_000, 30_000]);
  play.refuse = undefined;
  await play.clock.pass(30_000);
  await play.send(': connected\n\n');
  await play.end();
  equal(play.states.at(-1).at - play.clock.now(), 3_000);
  play.stream.stop();
};

tests['the back-off has a part by chance and never exceeds its bound'] = () => {
  equal([backOff(3_000, 0, 0), backOff(3_000, 0, 1), backOff(3_000, 2, 0.5)], [1_500, 3_000, 9_000]);
  equal([backOff(3_000, 1_000, 1), backOff(60_000, 3, 1), backOff(0, 5, 1)], [30_000, 60_000, 0]);
};

tests['a connection that is silent for 40 seconds is given up'] = async () => {
  const play = playing();
  await settled();
  await play.send('id: 1\ndata: a\n\n');
  await play.clock.pass(SILENCE - 1);
  await play.send(': heartbeat\n\n');
  await play.clock.pass(SILENCE - 1);
  equal(play.names(), ['connecting', 'live']);
  await play.clock.pass(1);
  equal([play.states.at(-1).name, play.states.at(-1).why], ['reconnecting', 'nothing came for 40 seconds']);
  await play.clock.pass(3_000);
  equal(play.asked, ['first', '1']);
  play.stream.stop();
};

tests['a server that does not answer at all is given up too'] = async () => {
  const play = playing({ open: ({ signal }) => new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  }) });
  await play.clock.pass(SILENCE);
  equal(play.states.at(-1).why, 'nothing came for 40 seconds');
  play.stream.stop();
};

tests['a server that closes for now is asked again'] = async () => {
  for (const [reason, why] of [['shutdown', 'the server shut down'], ['tenant_changed', 'the tenant was changed'], ['x', 'the server ended the stream'],
    ['constructor', 'the server ended the stream']]) {
    const play = playing();
    await settled();
    await play.send(`id: 1\ndata: a\n\nevent: closed\ndata: {"reason":"${reason}"}\n\n`);
    await play.end();
    equal([play.states.at(-1).name, play.states.at(-1).why, play.messages], ['reconnecting', why, ['a']]);
    play.stream.stop();
  }
};

tests['a server that closes for good is not asked again'] = async () => {
  for (const reason of ['credential_ended', 'not_permitted', 'subscription_deleted']) {
    const play = playing();
    await settled();
    await play.send(`event: closed\ndata: {"reason":"${reason}"}\n\n`);
    await play.end();
    equal([play.states.at(-1).name, play.clock.pending()], ['ended', 0]);
  }
};

tests['a refusal is final'] = async () => {
  for (const status of [400, 401, 403, 404]) {
    const play = playing({}, Object.assign(new Error(`${status}: no`), { status }));
    await settled();
    await play.clock.pass(60_000);
    equal([play.states.at(-1), play.asked.length], [{ name: 'ended', why: `${status}: no` }, 1]);
  }
};

tests['overload and errors of the server are not, and Retry-After is honoured'] = async () => {
  for (const [status, retryAfter, wait] of [[429, 7_000, 7_000], [503, 1_000, 3_000], [503, 9e9, 300_000], [500, undefined, 3_000], [408, undefined, 3_000]]) {
    const play = playing({}, Object.assign(new Error('later'), { status, retryAfter }));
    await settled();
    equal([play.states.at(-1).name, play.states.at(-1).at], ['reconnecting', wait]);
    play.stream.stop();
  }
};

tests['a wait can be cut short, once'] = async () => {
  const play = playing();
  await settled();
  await play.end();
  play.stream.reconnect();
  play.stream.reconnect();
  await play.clock.pass(SILENCE - 1);
  equal(play.asked.length, 2);
  play.stream.stop();
};

tests['an event that cannot be shown ends the stream with the reason'] = async () => {
  const play = playing({ message: () => { throw new Error('odd'); } });
  await settled();
  await play.send('id: 1\ndata: a\n\n');
  equal(play.states.at(-1), { name: 'ended', why: 'an event could not be read: odd' });
};

tests['after stop nothing more happens, not even for what has arrived'] = async () => {
  const play = playing({ message: () => {
    seen += 1;
    play.stream.stop();
  } });
  let seen = 0;
  await settled();
  await play.send('id: 1\ndata: a\n\nid: 2\ndata: b\n\n');
  await play.clock.pass(600_000);
  equal([seen, play.names(), play.asked, play.clock.pending()], [1, ['connecting', 'live'], ['first'], 0]);
};

tests['stop during a wait ends the wait'] = async () => {
  const play = playing();
  await settled();
  await play.end();
  play.stream.stop();
  await play.clock.pass(600_000);
  equal([play.asked.length, play.clock.pending()], [1, 0]);
};
