// The editor of one file: its keys, its colours, which are those of the page, and what it is called for whoever hears it.
import { autocompletion } from './npm/@codemirror/autocomplete.js';
import { indentWithTab } from './npm/@codemirror/commands.js';
import { yaml } from './npm/@codemirror/lang-yaml.js';
import { HighlightStyle, syntaxHighlighting } from './npm/@codemirror/language.js';
import { lintGutter } from './npm/@codemirror/lint.js';
import { EditorState } from './npm/@codemirror/state.js';
import { EditorView, keymap } from './npm/@codemirror/view.js';
import { tags } from './npm/@lezer/highlight.js';
import { basicSetup } from './npm/codemirror.js';

/** A file as it is when somebody begins to write in it. `complete` and `save` are what the keys call. */
export function stateOf({ text, isYaml, label, complete, save }) {
  const offers = [yaml(), autocompletion({ override: [complete] })];
  return EditorState.create({
    doc: text,
    extensions: [
      basicSetup,
      ...(isYaml ? offers : []),
      ...(text.includes('\r\n') ? [EditorState.lineSeparator.of('\r\n')] : []),
      lintGutter(),
      syntaxHighlighting(COLOURS),
      THEME,
      EditorView.lineWrapping,
      EditorView.domEventHandlers({ beforeinput: typeOver }),
      EditorView.contentAttributes.of({
        'aria-label': label,
        'aria-describedby': 'how',
        tabindex: '0',
        spellcheck: 'false',
      }),
      keymap.of([
        {
          key: 'Mod-s',
          preventDefault: true,
          run: () => {
            save();
            return true;
          },
        },
        indentWithTab,
      ]),
    ],
  });
}

/**
 * What is typed over chosen words goes in here: the browser would carry the look of those words over as a style of its own,
 * which the policy of this page reports.
 */
function typeOver(event, view) {
  const { main } = view.state.selection;
  if (event.inputType !== 'insertText' || event.data === null || main.empty || view.composing)
    return false;
  event.preventDefault();
  const insert = () =>
    view.state.update(view.state.replaceSelection(event.data), {
      userEvent: 'input.type',
      scrollIntoView: true,
    });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((each) => each(view, main.from, main.to, event.data, insert)))
    view.dispatch(insert());
  return true;
}

/** Puts an editor behind a text field. `how` says how its keys work. */
export function openEditor(area, { state, how, take }) {
  const host = document.createElement('div');
  host.className = 'file-editor';
  // In a shadow the editor brings its styles as sheets, which the policy of this page allows; as elements it does not.
  const root = host.attachShadow({ mode: 'open' });
  const told = document.createElement('p');
  told.id = 'how';
  told.hidden = true;
  told.textContent = how;
  root.append(told);
  area.hidden = true;
  area.after(host);
  return new EditorView({ root, parent: root, state, dispatchTransactions: take });
}

/** Leads to a line, from 1. */
export function goTo(view, line) {
  if (!(line >= 1 && line <= view.state.doc.lines)) return;
  const { from } = view.state.doc.line(line);
  const effects = EditorView.scrollIntoView(from, { y: 'center' });
  view.dispatch({ selection: { anchor: from }, effects });
  view.focus();
}

const COLOURS = HighlightStyle.define([
  {
    tag: [tags.propertyName, tags.definition(tags.propertyName)],
    color: 'var(--accent)',
    fontWeight: '600',
  },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
  { tag: [tags.string, tags.special(tags.string), tags.content], color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.keyword, tags.meta], color: 'var(--warn)' },
  {
    tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket],
    color: 'var(--soft)',
  },
]);

const SELECTED = { backgroundColor: 'color-mix(in srgb, var(--focus) 30%, transparent)' };
const RAISED = {
  backgroundColor: 'var(--sheet)',
  color: 'var(--ink)',
  borderColor: 'var(--line-strong)',
};
const CHOSEN = { backgroundColor: 'var(--accent)', color: 'var(--accent-ink)' };

const THEME = EditorView.theme({
  '&': {
    color: 'var(--ink)',
    backgroundColor: 'var(--sheet)',
    fontSize: '0.9rem',
    maxHeight: '75vh',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ink)', minHeight: '24rem' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--well)',
    color: 'var(--soft)',
    borderColor: 'var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--accent-well) 55%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': SELECTED,
  '.cm-selectionBackground': SELECTED,
  '.cm-tooltip, .cm-panels': RAISED,
  '.cm-tooltip-autocomplete ul li[aria-selected]': CHOSEN,
  '.cm-completionDetail': { color: 'inherit' },
  '.cm-diagnosticAction': { ...CHOSEN, padding: '0.3rem 0.6rem' },
  '.cm-matchingBracket': { backgroundColor: 'var(--accent-well) !important' },
});
