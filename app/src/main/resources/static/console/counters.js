/**
 * Counts events: per second and outcome for the last minutes, by actor and event type, by billable operation.
 * Time comes in from outside; nothing here touches the page.
 */

export const OUTCOMES = ['success', 'failure', 'denied'];

/** How far back the chart goes, in seconds. */
export const WINDOW = 300;

// An event may come from a clock that is ahead of ours.
const AHEAD = 60;
const MOST_PAIRS = 2_000;
const MOST_PAIRS_A_SECOND = 500;
const MOST_OPERATIONS = 500;

/** Counts by key without growing for ever: what is beyond the limit is counted together. */
function tally(limit) {
  const counts = new Map();
  let others = 0;
  return {
    counts,
    others: () => others,
    add(key, make, change) {
      if (!counts.has(key)) {
        if (counts.size === limit) {
          others += 1;
          return;
        }
        counts.set(key, make());
      }
      change(counts.get(key));
    },
  };
}

function addPair(pairs, pair, times = 1) {
  pairs.add(JSON.stringify([pair.actorType, pair.actor, pair.eventType]), () => ({ ...pair, count: 0 }),
    (entry) => { entry.count += times; });
}

function most(pairs, wanted) {
  return [...pairs.counts.values()]
    .sort((a, b) => b.count - a.count || a.actor.localeCompare(b.actor) || a.eventType.localeCompare(b.eventType))
    .slice(0, wanted);
}

/** Makes counters that have counted nothing. */
export function createCounters() {
  const seconds = new Map();
  const allPairs = tally(MOST_PAIRS);
  const operations = tally(MOST_OPERATIONS);
  let total = 0;

  function bucketOf(second, now) {
    if (!seconds.has(second)) {
      forget(now);
      seconds.set(second, { success: 0, failure: 0, denied: 0, pairs: tally(MOST_PAIRS_A_SECOND) });
    }
    return seconds.get(second);
  }

  function forget(now) {
    for (const second of seconds.keys()) {
      if (second < now - WINDOW) {
        seconds.delete(second);
      }
    }
  }

  /** The buckets of the last whole seconds, the oldest first; undefined where nothing happened. */
  function last(now, length) {
    return Array.from({ length }, (_, i) => now - length + i).map((second) => [second, seconds.get(second)]);
  }

  function sum(buckets) {
    const of = (outcome) => buckets.reduce((count, [, bucket]) => count + (bucket?.[outcome] ?? 0), 0);
    const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, of(outcome)]));
    return { ...counts, events: counts.success + counts.failure + counts.denied };
  }

  return {
    /**
     * Counts an event.
     * @param now the time in seconds
     */
    add(event, now) {
      total += 1;
      const pair = { actorType: event.actor?.type ?? '', actor: event.actor?.id ?? '', eventType: event.eventType };
      addPair(allPairs, pair);
      if (event.billableOperation) {
        operations.add(event.billableOperation, () => ({ operation: event.billableOperation, calls: 0, units: 0 }),
          (entry) => {
            entry.calls += 1;
            entry.units += event.units ?? 0;
          });
      }
      const second = Math.floor(Date.parse(event.timestamp) / 1000);
      if (second >= now - WINDOW && second <= now + AHEAD) {
        const bucket = bucketOf(second, now);
        bucket[OUTCOMES.includes(event.outcome) ? event.outcome : 'failure'] += 1;
        addPair(bucket.pairs, pair);
      }
    },

    total: () => total,

    /** Per second, over the last whole seconds: [times, success, failure, denied]. */
    series(now) {
      forget(now);
      const buckets = last(now, WINDOW);
      return [buckets.map(([second]) => second),
        ...OUTCOMES.map((outcome) => buckets.map(([, bucket]) => bucket?.[outcome] ?? 0))];
    },

    /** How many events of each outcome the last whole seconds had. */
    within: (now, length) => sum(last(now, length)),

    /** Who did what most often, in the window. */
    topOfWindow(now, wanted) {
      const pairs = tally(MOST_PAIRS);
      for (const [, bucket] of last(now + 1, WINDOW + 1)) {
        bucket?.pairs.counts.forEach((pair) => addPair(pairs, pair, pair.count));
      }
      return most(pairs, wanted);
    },

    /** Who did what most often, of everything counted. */
    topOfAll: (wanted) => most(allPairs, wanted),

    /** Calls and units by billable operation, the most units first. */
    usage: () => [...operations.counts.values()]
      .sort((a, b) => b.units - a.units || a.operation.localeCompare(b.operation)),
  };
}
