// Passkeys, and links that carry their code behind "#", where no server and no log sees it.

const canUse =
  'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!canUse) {
    form.hidden = true;
    document.querySelector('[data-no-passkey]')?.removeAttribute('hidden');
    continue;
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const failed = form.querySelector('[data-failed]');
    failed.hidden = true;
    proof(form)
      .then((made) => {
        form.elements.namedItem('answer').value = JSON.stringify(made.toJSON());
        form.submit();
      })
      .catch(() => (failed.hidden = false));
  });
}

/** Asks the browser for what the form needs: a new passkey, or a signature with one. */
function proof(form) {
  const asked = JSON.parse(form.dataset.options);
  return form.dataset.passkey === 'create'
    ? navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked),
      })
    : navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked),
      });
}

// The code of a link goes into its form, and out of the address.
for (const form of document.querySelectorAll('form[data-link]')) {
  const code = location.hash.slice(1);
  if (code === '') continue;
  history.replaceState(null, '', location.pathname);
  form.elements.namedItem('code').value = code;
  form.requestSubmit();
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const from = document.getElementById(button.dataset.copy);
    navigator.clipboard
      .writeText(from.value)
      .then(() => (button.textContent = button.dataset.copied))
      .catch(() => from.select());
  });
}
