const { createCheckpoint, verdictOf } = await load('checkpoint');
const { useCredential, forgetCredential } = await load('api');

/** The panel on nodes of its own, with a server that answers what the test says. */
async function panel(answers) {
  const nodes = { fields: document.createElement('dl'), verdict: document.createElement('p'),
    verify: document.createElement('button'), refresh: document.createElement('button') };
  const asked = [];
  const real = window.fetch;
  const controller = new AbortController();
  window.fetch = async (path, { headers }) => {
    asked.push(`${headers.Authorization} ${path}`);
    const { status = 200, ...body } = answers[path];
    return new Response(JSON.stringify(body), { status });
  };
  useCredential('test-key');
  const made = createCheckpoint(nodes, () => controller.signal);
  await made.show();
  return { ...nodes, made, asked, end: () => {
    window.fetch = real;
    forgetCredential();
  } };
}

const LATEST = { checkpointId: 'c-7', sequence: 7, timestamp: '2026-12-01T00:00:00.000Z', treeSize: 120, eventCount: 20,
  merkleRoot: 'abcd', previousCheckpoint: { checkpointId: 'c-6', hash: 'ef' }, algorithm: 'ML-DSA-65', keyId: 'k' };

tests['the latest checkpoint is shown, and its button verifies it'] = async () => {
  const { fields, verdict, verify, asked, end } = await panel({ '/v1/checkpoints/latest': LATEST,
    '/v1/checkpoints/c-7/verify': { checkpointId: 'c-7', sequence: 7, valid: true, eventsVerified: 20, eventsRemoved: 0, firstBadEvent: null, problems: [] } });
  equal([verify.hidden, fields.textContent.includes('Merkle rootabcd'), fields.textContent.includes('Checkpoint beforec-6')], [false, true, true]);
  verify.click();
  await until(() => !verify.disabled);
  end();
  equal([verdict.textContent, verdict.className, verify.disabled],
    ['Valid: checkpoint 7 and its 20 events are as they were signed.', 'success', false]);
  equal(asked, ['Bearer test-key /v1/checkpoints/latest', 'Bearer test-key /v1/checkpoints/c-7/verify']);
};

tests['a checkpoint that is not valid says what is wrong'] = async () => {
  const { verdict, verify, end } = await panel({ '/v1/checkpoints/latest': LATEST,
    '/v1/checkpoints/c-7/verify': { sequence: 7, valid: false, firstBadEvent: { kind: 'event_changed', eventId: 'e-1' },
      problems: [{ kind: 'event_changed', eventId: 'e-1', message: 'its hash is ab (expected: cd)' }] } });
  verify.click();
  await until(() => !verify.disabled);
  end();
  equal([verdict.textContent, verdict.className],
    ['NOT valid: checkpoint 7 is not as it was signed. First bad event: e-1. its hash is ab (expected: cd).', 'denied']);
};

tests['without a checkpoint there is nothing to verify'] = async () => {
  const { verdict, fields, end } = await panel({ '/v1/checkpoints/latest': { status: 404, message: 'no', error: 'NOT_FOUND' } });
  end();
  equal([verdict.textContent, fields.childElementCount], ['There is no checkpoint yet.', 0]);
};

tests['a refused verification says why, and no verdict'] = async () => {
  const { verdict, verify, end } = await panel({ '/v1/checkpoints/latest': LATEST,
    '/v1/checkpoints/c-7/verify': { status: 503, message: 'Too busy', error: 'OVERLOADED', details: {} } });
  verify.click();
  await until(() => !verify.disabled);
  end();
  equal([verdict.textContent, verdict.className], ['503: Too busy (OVERLOADED)', '']);
};

tests['deleted events and many problems are counted'] = () => {
  equal(verdictOf({ valid: true, sequence: 1, eventsVerified: 3, eventsRemoved: 2 }),
    'Valid: checkpoint 1 and its 3 events are as they were signed. Of 2 that retention has deleted, the hashes were verified.');
  equal(verdictOf({ valid: false, sequence: 1, problems: Array(7).fill({ message: 'x' }) }),
    'NOT valid: checkpoint 1 is not as it was signed. x. x. x. x. x. And 2 more.');
};
