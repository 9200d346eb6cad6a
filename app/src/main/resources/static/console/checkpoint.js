/** The latest checkpoint, and what its verification says. */
import { read } from './api.js';
import { element } from '/page/element.js';

/** As many problems as are said. */
const SAID = 5;

const FIELDS = [
  ['checkpointId', 'Checkpoint'], ['timestamp', 'Made'], ['sequence', 'Number'], ['treeSize', 'Events up to it'],
  ['eventCount', 'Events in it'], ['merkleRoot', 'Merkle root'], ['firstEventId', 'First event'], ['lastEventId', 'Last event'],
  ['previousCheckpoint', 'Checkpoint before'], ['algorithm', 'Signed with'], ['keyId', 'Signing key'],
];

/**
 * Makes the panel.
 * @param nodes fields, verdict, verify and refresh
 * @param signal gives the signal that ends the calls of this session
 */
export function createCheckpoint({ fields, verdict, verify, refresh }, signal) {
  let id;

  async function show() {
    await calling(refresh, async () => {
      const latest = await read('/v1/checkpoints/latest', signal());
      if (latest.checkpointId !== id) {
        verdict.textContent = '';
      }
      id = latest.checkpointId;
      const shown = { ...latest, previousCheckpoint: latest.previousCheckpoint?.checkpointId };
      fields.replaceChildren(...FIELDS.filter(([name]) => shown[name] !== undefined)
        .flatMap(([name, label]) => [element('dt', {}, label), element('dd', {}, String(shown[name]))]));
      verify.hidden = false;
    });
  }

  async function check() {
    verdict.textContent = 'Verifying';
    await calling(verify, async () => {
      const answer = await read(`/v1/checkpoints/${encodeURIComponent(id)}/verify`, signal());
      verdict.className = answer.valid ? 'success' : 'denied';
      verdict.textContent = verdictOf(answer);
    });
  }

  async function calling(button, call) {
    const mine = signal();
    button.disabled = true;
    try {
      await call();
    }
    catch (error) {
      if (mine.aborted) {
        return;
      }
      verdict.className = '';
      verdict.textContent = error.status === 404 && id === undefined ? 'There is no checkpoint yet.' : error.message;
    }
    finally {
      button.disabled = false;
    }
  }

  refresh.addEventListener('click', show);
  verify.addEventListener('click', check);

  return {
    show,
    clear() {
      id = undefined;
      fields.replaceChildren();
      verdict.textContent = '';
      verify.hidden = true;
    },
  };
}

/** What the verification of a checkpoint found, in a few sentences. */
export function verdictOf({ valid, sequence, eventsVerified, eventsRemoved, firstBadEvent, problems = [] }) {
  if (valid) {
    const removed = eventsRemoved > 0 ? ` Of ${eventsRemoved} that retention has deleted, the hashes were verified.` : '';
    return `Valid: checkpoint ${sequence} and its ${eventsVerified} events are as they were signed.${removed}`;
  }
  const first = firstBadEvent ? [`First bad event: ${firstBadEvent.eventId}.`] : [];
  const more = problems.length > SAID ? [`And ${problems.length - SAID} more.`] : [];
  return [`NOT valid: checkpoint ${sequence} is not as it was signed.`, ...first,
    ...problems.slice(0, SAID).map(({ message }) => `${message}.`), ...more].join(' ');
}
