import { expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { detailWords } from '../../src/console/audit/detail-words.ts';
import { wordsOf } from '../../src/console/frame/words.ts';

const RUDO = newId();
const other = newId();
const names = new Map([[RUDO, 'Rudo']]);
const end = `…${other.slice(-8)}`;

test.each([
  [
    'release_advanced',
    `check-in@3 running 10% by_two with ${RUDO}`,
    'check-in, versão 3 · em curso · 10 % · por duas pessoas · segunda pessoa: Rudo',
  ],
  [
    'release_held',
    'check-in@3 held 10% notUnderstood',
    'check-in, versão 3 · retida · 10 % · mais pessoas receberam a pergunta de novo',
  ],
  ['draft_saved', 'check-in revision 4', 'check-in · alteração 4'],
  ['draft_saved', 'check-in saved by import', 'check-in · a partir de ficheiros'],
  ['draft_reviewed', 'check-in peer_approved', 'check-in · aprovado por experiência vivida'],
  ['request_done', `${other} not_needed`, 'ID · Já não precisa de ninguém'],
  [
    'reveal_asked',
    `${other} ${other} number danger`,
    'ID · ID · O número dela · Pode estar em perigo',
  ],
  ['member_looked_up', 'she_called 1', 'Ela telefonou-nos · 1'],
  [
    'switch_asked',
    'public_page asked',
    'Página pública de números · espera por uma segunda pessoa',
  ],
  ['counsellor_invited', `${other} lead`, 'ID · Responsável'],
  ['counsellor_off', `${other} lost_phone`, 'ID · perdeu o telefone'],
  ['duty_set', `${other} mon,wed 08:00-12:00`, 'ID · Seg · Qua · 08:00-12:00'],
  ['staff_invited', `${other} admin lead`, 'ID · Administração · responsável pela proteção'],
  ['group_changed', `${other} no more led by ${other}`, 'ID · já não conduzido por ID'],
  ['audit_shown', 'export 12', 'registos: 12'],
  ['requests_shown', `${other},${other}`, 'ID · ID'],
])('details of %s are said in the words of the reader: %s', (action, detail, said) => {
  const words = detailWords({ w: wordsOf('pt') }, { action, detail }, names);
  expect(words?.replaceAll(end, 'ID')).toBe(said);
});

test('what nobody wrote words for stands as it is', () => {
  const said = detailWords({ w: wordsOf('fr') }, { action: 'new_act', detail: 'my-flow 3' }, names);
  expect(said).toBe('my-flow · 3');
  expect(detailWords({ w: wordsOf('fr') }, { action: 'paused', detail: '' }, names)).toBe(
    undefined,
  );
});
