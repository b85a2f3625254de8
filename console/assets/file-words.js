// What may be written at a place of a file: keys and values from the schema of the reader, names from the files themselves.

/** Which names a key takes, where the schema only says "a name". */
const NAMES = {
  to: 'steps',
  else: 'steps',
  start: 'steps',
  back: 'steps',
  unclear: 'steps',
  ask: 'texts',
  say: 'texts',
  foot: 'texts',
  foot_values: 'texts',
  save: 'fields',
  memory: 'fields',
  known: 'fields',
  means: 'answers',
};

/** @returns what is being typed and what it could become; undefined where nothing is known */
export function suggest({ schema, flow, texts, source, pos }) {
  const before = source.slice(0, pos);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (/^\s*#/u.test(line)) return undefined;
  const variable = /\{([a-z_]*)$/u.exec(line);
  const path = pathAt(before);
  const typed = /[\w-]*$/u.exec(line)[0];
  const key = /(?:^|[{,\s])([\w-]+):\s*(?:\[\s*)?[\w-]*$/u.exec(line)?.[1];
  const names = namesIn(flow, texts);
  if (schema.anyOf === undefined && variable !== null)
    return {
      typed: variable[1],
      options: [...names.fields].map((label) => ({ label, type: 'variable' })),
    };
  const options =
    key === undefined ? keysAt(schema, path) : valuesOf(schema, [...path, key], key, names);
  return options.length === 0 ? undefined : { typed, options };
}

/** The keys above the place of the cursor, by indentation and by brackets on the same line. */
function pathAt(before) {
  const lines = before.split('\n');
  const last = lines.at(-1);
  const path = [];
  let depth = /^[\s-]*/u.exec(last)[0].length;
  for (const line of lines.slice(0, -1).toReversed()) {
    const [, indent, key] = /^([\s-]*)["']?([\w-]+)["']?:/u.exec(line) ?? [];
    if (key === undefined || indent.length >= depth) continue;
    path.unshift(key);
    depth = indent.length;
    if (depth === 0) break;
  }
  const own = /^[\s-]*["']?([\w-]+)["']?:\s*\{/u.exec(last)?.[1];
  return own === undefined ? path : [...path, own, ...inside(last)];
}

/** The keys of brackets that are open on this line, but the first. */
function inside(line) {
  const open = [];
  for (const [, key, brace] of line.matchAll(/(?:([\w-]+):\s*)?([{}])/gu))
    if (brace === '{') open.push(key);
    else open.pop();
  return open.slice(1).filter((key) => key !== undefined);
}

function keysAt(schema, path) {
  const keys = new Map();
  for (const form of formsAt(schema, path))
    for (const [label, value] of Object.entries(form.properties ?? {}))
      keys.set(label, {
        label,
        apply: `${label}: `,
        type: 'property',
        detail: resolve(schema, value).description ?? '',
      });
  return [...keys.values()];
}

function valuesOf(schema, path, key, names) {
  const fixed = formsAt(schema, path).flatMap(({ enum: all = [], const: one, type }) => [
    ...all,
    ...(one === undefined ? [] : [one]),
    ...(type === 'boolean' ? [true, false] : []),
  ]);
  const own = NAMES[key] === undefined ? [] : [...names[NAMES[key]]];
  const isStep = NAMES[key] === 'steps';
  const all = new Set([...own, ...(isStep ? ['end'] : []), ...fixed.map(String)]);
  return [...all].map((label) => ({ label, type: own.includes(label) ? 'variable' : 'enum' }));
}

/** Every form that may stand there: a schema offers several. */
function formsAt(schema, path) {
  let forms = alternatives(schema, schema);
  for (const key of path)
    forms = forms
      .flatMap((form) => [
        form.properties?.[key] ?? form.additionalProperties,
        form.items?.properties?.[key],
        form.items,
      ])
      .filter((one) => typeof one === 'object')
      .flatMap((one) => alternatives(schema, one));
  return forms;
}

function alternatives(schema, form, depth = 0) {
  const whole = resolve(schema, form);
  if (depth > 8) return [];
  const others = [...(whole.anyOf ?? []), ...(whole.oneOf ?? []), ...(whole.allOf ?? [])];
  const items =
    whole.type === 'array' && whole.items !== undefined
      ? alternatives(schema, whole.items, depth + 1)
      : [];
  return [whole, ...others.flatMap((one) => alternatives(schema, one, depth + 1)), ...items];
}

function resolve(schema, form) {
  if (typeof form?.$ref !== 'string') return form ?? {};
  let found = schema;
  for (const part of form.$ref.replace('#/', '').split('/')) found = found?.[part];
  return resolve(schema, {
    ...found,
    ...(form.description !== undefined && { description: form.description }),
  });
}

/** What the files call their steps, texts, fields and answers. */
function namesIn(flow, texts) {
  const steps = texts.get(`${flow}/flow.yaml`) ?? '';
  const languages = [...texts].filter(
    ([path]) => /\/[a-zA-Z-]{2,6}\.yaml$/u.test(path) && !path.endsWith('/flow.yaml'),
  );
  const all = (section) => new Set(languages.flatMap(([, text]) => [...keysOf(text, section)]));
  return {
    steps: keysOf(steps, 'steps'),
    fields: keysOf(steps, 'memory'),
    texts: all('texts'),
    answers: all('choices'),
  };
}

function keysOf(text, section) {
  const keys = new Set();
  let isIn = false;
  let depth;
  for (const line of text.split('\n')) {
    const top = /^([a-z_]+):/u.exec(line)?.[1];
    if (top !== undefined) [isIn, depth] = [top === section, undefined];
    const [, indent, key] = /^( +)["']?([\w-]+)["']?:/u.exec(line) ?? [];
    if (!isIn || key === undefined) continue;
    depth ??= indent.length;
    if (indent.length === depth) keys.add(key);
  }
  return keys;
}
