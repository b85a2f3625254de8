// Where the proof took longer than a page may, it is asked for once the page is there.
import { putProof } from './put-proof.js';

const panel = document.querySelector('[data-pending]');
if (panel !== null) {
  const { pending, step } = panel.dataset;
  const answer = await fetch(pending, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files: {}, ...(step !== '' && { step }) }),
  });
  const proved = await answer.json();
  if (proved.kind === 'proved') putProof(proved);
}
