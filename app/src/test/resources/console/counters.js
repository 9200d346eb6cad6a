const { createCounters, WINDOW } = await load('counters');
const NOW = 1_800_000_000;

function event(agoSeconds, more = {}) {
  return { eventType: 'test.thing.do', outcome: 'success', actor: { type: 'user', id: 'u' },
    timestamp: new Date((NOW - agoSeconds) * 1000 + 250).toISOString(), ...more };
}

function counted(...events) {
  const counters = createCounters();
  events.forEach((one) => counters.add(one, NOW));
  return counters;
}

tests['each second has its events by outcome'] = () => {
  const [times, success, failure, denied] = counted(event(1), event(1), event(2, { outcome: 'failure' }), event(300, { outcome: 'denied' })).series(NOW);
  equal([times.length, times[0], times.at(-1)], [WINDOW, NOW - 300, NOW - 1]);
  equal([success.at(-1), failure.at(-2), denied[0]], [2, 1, 1]);
  equal([success, failure, denied].map((line) => line.reduce((a, b) => a + b)), [2, 1, 1]);
};

tests['the window moves on with time'] = () => {
  const counters = counted(event(1), event(299));
  equal(counters.within(NOW, WINDOW).events, 2);
  equal(counters.within(NOW + 10, WINDOW).events, 1);
  equal(counters.within(NOW + 10, 60), { success: 1, failure: 0, denied: 0, events: 1 });
  equal(counters.series(NOW + WINDOW + 1)[1].every((count) => count === 0), true);
};

tests['an event of a clock that is a little ahead is counted when its second comes'] = () => {
  const counters = counted(event(-5));
  equal(counters.within(NOW, WINDOW).events, 0);
  equal(counters.within(NOW + 6, WINDOW).events, 1);
};

tests['events far from now, or without a readable time, are counted but not charted'] = () => {
  const counters = counted(event(301), event(-3_600), event(0, { timestamp: 'never' }));
  equal([counters.total(), counters.within(NOW + 3_601, WINDOW).events, counters.within(NOW, WINDOW).events], [3, 0, 0]);
};

tests['who did what most comes first'] = () => {
  const by = (id, eventType = 'a.b.c') => event(1, { actor: { type: 'user', id }, eventType });
  const counters = counted(by('x'), by('y'), by('y'), by('y', 'd.e.f'), by('old'), event(301, { actor: { type: 'user', id: 'past' } }));
  equal(counters.topOfAll(2).map((pair) => [pair.actor, pair.eventType, pair.count]), [['y', 'a.b.c', 2], ['old', 'a.b.c', 1]]);
  equal(counters.topOfAll(10).map((pair) => pair.actor).includes('past'), true);
  equal(counters.topOfWindow(NOW, 10).map((pair) => pair.actor), ['y', 'old', 'x', 'y']);
  equal(counters.topOfWindow(NOW + 400, 10), []);
};

tests['the second that has just begun counts for who did what'] = () => {
  equal(counted(event(0)).topOfWindow(NOW, 10).length, 1);
};

tests['usage adds calls and units by billable operation'] = () => {
  const bill = (billableOperation, units) => event(1_000, { billableOperation, units });
  equal(counted(bill('a', 1), bill('b', 5), bill('a', 2), event(1)).usage(),
    [{ operation: 'b', calls: 1, units: 5 }, { operation: 'a', calls: 2, units: 3 }]);
};

tests['many different actors do not make it grow for ever'] = () => {
  const counters = createCounters();
  for (let i = 0; i < 10_000; i++) {
    counters.add(event(1, { actor: { type: 'user', id: `u${i}` }, billableOperation: `o${i}`, units: 1 }), NOW);
  }
  equal([counters.topOfAll(9_999).length, counters.topOfWindow(NOW, 9_999).length, counters.usage().length], [2_000, 500, 500]);
  equal([counters.total(), counters.within(NOW, 60).events], [10_000, 10_000]);
};
