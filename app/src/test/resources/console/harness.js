// Run by ConsoleModulesIT in the browser: collects what the tests of one module say.
const done = arguments[arguments.length - 1];
const tests = {};
const load = (name) => import(`${location.origin}/console/${name}.js`);

function equal(actual, expected) {
  const [got, wanted] = [actual, expected].map((value) => JSON.stringify(value) ?? 'undefined');
  if (got !== wanted) {
    throw new Error(`${got} (expected: ${wanted})`);
  }
}

// Waits until all that is under way and needs no time has happened.
const settled = () => new Promise((resolve) => { setTimeout(resolve); });

async function until(condition) {
  for (let i = 0; i < 1_000 && !condition(); i++) {
    await settled();
  }
  equal(condition(), true);
}

(async () => {
  /* TESTS */
  const results = [];
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      results.push({ name, problem: '' });
    }
    catch (error) {
      results.push({ name, problem: error.stack });
    }
  }
  done(results);
})().catch((error) => done([{ name: 'the tests run', problem: error.stack }]));
