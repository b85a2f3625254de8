// Passkeys, and links that carry their code behind "#", where no server and no log sees it.

const canUse =
  'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!canUse) {
    form.hidden = true;
    document.querySelector('[data-no-passkey]')?.removeAttribute('hidden');
    continue;
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const failed = form.querySelector('[data-failed]');
    failed.hidden = true;
    const asked = JSON.parse(form.dataset.options);
    try {
      const made =
        form.dataset.passkey === 'create'
          ? await navigator.credentials.create({
              publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked),
            })
          : await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked),
            });
      form.elements.namedItem('answer').value = JSON.stringify(made.toJSON());
    } catch {
      failed.hidden = false;
      return;
    }
    form.submit();
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
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.copied;
  });
}
