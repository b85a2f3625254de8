// The files of a flow in an editor: completion from the reader's own forms, what the proof found in the margin, several files
// at once. Without this the page is a form with a text.
import { completeFromList } from './npm/@codemirror/autocomplete.js';
import { setDiagnostics } from './npm/@codemirror/lint.js';
import { goTo, openEditor, stateOf } from './file-editor.js';
import { suggest } from './file-words.js';
import { putProof } from './put-proof.js';

/** Milliseconds without a keystroke, after which what was typed is proved. */
const STILL_MS = 150;

const form = document.querySelector('.file-form');
/** Texts as they are saved, by path; and files that were opened, as they are written. */
const saved = new Map();
const states = new Map();
let view;
let path;
let revision;
let marks = [];
let schemas;
let words;
let waiting;

const flow = form?.dataset.flow;
const here = `/console/flows/${flow}`;
const area = form?.querySelector('textarea');
const label = area?.labels[0];
const status = form?.querySelector('.file-state');

async function begin() {
  const asked = [`${here}/files`, '/console/schema/flow.json', '/console/schema/texts.json'];
  const [kept, flowSchema, textsSchema] = await Promise.all(asked.map(fetched));
  schemas = { flow: flowSchema, texts: textsSchema };
  words = JSON.parse(form.dataset.words);
  for (const [file, text] of Object.entries(kept.files)) saved.set(file, text);
  ({ revision } = kept);
  path = form.elements.namedItem('path').value;
  label.removeAttribute('for');
  const how = document.querySelector('#file-how').textContent;
  view = openEditor(area, { state: openState(path), how, take });
  form.dataset.ready = '';
  goTo(view, Number(form.dataset.line));
  listen();
  await prove();
}

const fetched = (url) => fetch(url).then((answer) => answer.json());

function openState(file) {
  const before = states.get(file);
  if (before !== undefined) return before;
  return stateOf({
    text: saved.get(file) ?? '',
    isYaml: file.endsWith('.yaml'),
    label: label.textContent.replace(path, file),
    complete: (context) => complete(context, file),
    save: () => void save(),
  });
}

function take(transactions) {
  view.update(transactions);
  if (transactions.every((one) => !one.docChanged)) return;
  area.value = view.state.sliceDoc();
  form.dispatchEvent(new Event('input', { bubbles: true }));
  markTabs();
  clearTimeout(waiting);
  waiting = setTimeout(prove, STILL_MS);
}

/** What is written and not saved. */
function typed() {
  states.set(path, view.state);
  const changed = {};
  for (const [file, state] of states) {
    const text = state.sliceDoc();
    if (text !== saved.get(file)) changed[file] = text;
  }
  return changed;
}

const tabs = () => document.querySelectorAll('.file-tabs [data-path]');

function markTabs() {
  const changed = typed();
  for (const tab of tabs())
    tab.querySelector('.unsaved-mark').hidden = !(tab.dataset.path in changed);
  const isChanged = Object.keys(changed).length > 0;
  status.textContent = isChanged ? words.unsaved : '';
  if (!isChanged) form.dispatchEvent(new CustomEvent('edit:kept', { bubbles: true }));
}

async function prove() {
  const asked = JSON.stringify({ files: typed() });
  const answer = await post(`${here}/proof`, asked);
  if (answer?.kind !== 'proved' || asked !== JSON.stringify({ files: typed() })) return;
  putProof(answer);
  ({ marks } = answer);
  showMarks();
}

function showMarks() {
  const { doc } = view.state;
  const own = marks.filter((one) => one.file === path && one.line <= doc.lines);
  const diagnostics = own.map(({ line, column, severity, words: message, mend }) => {
    const at = doc.line(line);
    const from = Math.min(at.from + column - 1, at.to);
    const word = /^["']?[\w{}-]+/u.exec(at.text.slice(column - 1))?.[0].length ?? 1;
    const actions = mend === undefined ? [] : [{ name: mend.does, apply: () => apply(mend) }];
    return { from, to: Math.min(from + word, at.to), severity, message, actions };
  });
  const sorted = diagnostics.toSorted((a, b) => a.from - b.from);
  view.dispatch(setDiagnostics(view.state, sorted));
}

/** Puts a certain mend into its file, where the words are still those that it is for. */
function apply({ file, changes }) {
  open(file);
  const { doc } = view.state;
  const spots = changes.map(({ line, column, from, to }) => {
    if (line > doc.lines) return undefined;
    const start = doc.line(line).from + column - 1;
    const fits = doc.sliceString(start, start + from.length) === from;
    return fits ? { from: start, to: start + from.length, insert: to } : undefined;
  });
  if (spots.every((one) => one !== undefined)) view.dispatch({ changes: spots });
}

function open(file) {
  if (file === path || !saved.has(file)) return;
  states.set(path, view.state);
  const state = openState(file);
  path = file;
  form.elements.namedItem('path').value = file;
  view.setState(state);
  area.value = view.state.sliceDoc();
  label.textContent = view.contentDOM.getAttribute('aria-label');
  for (const tab of tabs())
    if (tab.dataset.path === file) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  const name = encodeURIComponent(file.slice(flow.length + 1));
  history.replaceState(null, '', `${here}/file?file=${name}`);
  showMarks();
}

async function save() {
  const files = typed();
  if (Object.keys(files).length === 0) return;
  status.textContent = words.saving;
  const answer = await post(`${here}/files`, JSON.stringify({ revision, files }));
  if (answer?.kind === 'conflict') {
    form.dispatchEvent(new CustomEvent('edit:kept', { bubbles: true }));
    location.assign(answer.to);
    return;
  }
  if (answer?.kind !== 'saved') {
    status.textContent = words.not_saved;
    form.dispatchEvent(new Event('input', { bubbles: true }));
    return;
  }
  keep(answer, files);
  const note = new DOMParser().parseFromString(answer.note, 'text/html').body;
  document.querySelector('.file-note')?.replaceChildren(...note.childNodes);
  status.textContent = answer.merged ? words.merged : words.saved;
}

/** What was typed while it was being saved stays typed. */
function keep(answer, sent) {
  const unsaved = typed();
  ({ revision } = answer);
  form.elements.namedItem('revision').value = revision;
  saved.clear();
  for (const [file, text] of Object.entries(answer.files)) saved.set(file, text);
  for (const [file, state] of states) {
    const now = saved.get(file);
    if (now === undefined || state.sliceDoc() === now) continue;
    if (unsaved[file] !== undefined && unsaved[file] !== sent[file]) continue;
    if (file === path)
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: now } });
    else states.delete(file);
  }
  markTabs();
}

function complete(context, file) {
  const texts = new Map(saved);
  for (const [one, state] of states) texts.set(one, state.sliceDoc());
  texts.set(path, view.state.sliceDoc());
  const schema = file.endsWith('/flow.yaml') ? schemas.flow : schemas.texts;
  const found = suggest({ schema, flow, texts, source: texts.get(file), pos: context.pos });
  if (found === undefined || (found.typed === '' && !context.explicit)) return null;
  const from = context.pos - found.typed.length;
  const listed = completeFromList(found.options)(context);
  return listed === null ? { from, options: found.options } : { ...listed, from };
}

function listen() {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  document.addEventListener('click', stayHere);
  document.addEventListener('submit', (event) => {
    const { mend } = event.target.dataset;
    if (mend === undefined) return;
    event.preventDefault();
    apply(JSON.parse(mend));
    view.focus();
  });
}

/** Another file of this flow is opened in place: what is typed here stays. */
function stayHere(event) {
  const link = event.target.closest?.('.file-tabs a[data-path], .finding a[href*="/file?"]');
  if (link === null || link === undefined || event.ctrlKey || event.metaKey) return;
  const url = new URL(link.href);
  const file = `${flow}/${url.searchParams.get('file') ?? 'flow.yaml'}`;
  if (url.pathname !== `${here}/file` || !saved.has(file)) return;
  event.preventDefault();
  open(file);
  goTo(view, Number(url.searchParams.get('line')));
}

async function post(url, body) {
  const headers = { 'content-type': 'application/json' };
  try {
    const answer = await fetch(url, { method: 'POST', headers, body });
    return await answer.json();
  } catch {
    return undefined;
  }
}

if (form !== null) await begin();
