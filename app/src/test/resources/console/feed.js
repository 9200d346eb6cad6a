const { createFeed } = await load('feed');

/** A feed and what it shows; "take" hands it the events with these numbers. */
function feed(limit) {
  const shown = [];
  const said = [];
  const made = createFeed({ show: (event) => shown.push(event.eventId), overflow: () => said.push('overflow'), limit });
  return { made, shown, said, take: (...ids) => ids.forEach((id) => made.receive(JSON.stringify({ eventId: id }), `at-${id}`)) };
}

tests['events are shown as they come'] = () => {
  const { made, shown, take } = feed();
  take('a', 'b');
  equal([shown, made.place(), made.waiting()], [['a', 'b'], 'at-b', { count: 0, more: false }]);
};

tests['what was shown at the start is not shown again when the stream brings it'] = () => {
  const { made, shown, take } = feed();
  made.begin([{ eventId: 'a' }, { eventId: 'b' }], 'at-start');
  equal(made.place(), 'at-start');
  take('x', 'a', 'b', 'c');
  equal([shown, made.place()], [['a', 'b', 'x', 'c'], 'at-c']);
};

tests['while paused events wait and are counted, then all are shown in order'] = () => {
  const { made, shown, take } = feed();
  take('a');
  made.pause();
  take('b', 'c');
  equal([shown, made.waiting(), made.place(), made.isPaused()], [['a'], { count: 2, more: false }, 'at-a', true]);
  equal(made.resume(), false);
  equal([shown, made.waiting(), made.place(), made.isPaused()], [['a', 'b', 'c'], { count: 0, more: false }, 'at-c', false]);
};

tests['an event from the start that waits is neither counted nor shown twice, and does not move the place'] = () => {
  const { made, shown, take } = feed();
  made.begin([{ eventId: 'k' }], 'at-start');
  made.pause();
  take('x', 'k', 'y');
  equal([made.waiting().count, made.place()], [2, 'at-start']);
  made.resume();
  equal([shown, made.place()], [['k', 'x', 'y'], 'at-y']);
};

tests['when too many wait it says so once, keeps none, and goes on from what was shown'] = () => {
  const { made, shown, said, take } = feed(3);
  take('a');
  made.pause();
  take('b', 'c', 'd');
  equal([said, made.waiting()], [[], { count: 3, more: false }]);
  take('e', 'f');
  equal([said, made.waiting(), made.place()], [['overflow'], { count: 3, more: true }, 'at-a']);
  equal(made.resume(), true);
  equal([shown, made.place()], [['a'], 'at-a']);
  take('b', 'c', 'd', 'e', 'f');
  equal(shown, ['a', 'b', 'c', 'd', 'e', 'f']);
};

tests['an event that is no JSON is an error, not a gap'] = () => {
  const { made } = feed();
  let failed;
  try {
    made.receive('{', 'at-x');
  }
  catch (error) {
    failed = error.name;
  }
  equal([failed, made.place()], ['SyntaxError', '']);
};
