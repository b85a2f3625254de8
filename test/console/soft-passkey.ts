import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

const PRESENT_AND_VERIFIED = 0x05;
const WITH_KEY = 0x40;
const bytes32 = Buffer.of(0x58, 0x20);

/** An authenticator made of code: what a phone or a key does when a page asks (WebAuthn level 3, ES256, no attestation). */
export function softPasskey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const credentialId = randomBytes(16);
  let counter = 0;
  const client = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }), 'utf8');
  const head = (host: string, flags: number) => {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(Buffer.from(host, 'utf8')), Buffer.of(flags), count]);
  };
  const shared = { id: text(credentialId), rawId: text(credentialId), type: 'public-key' };
  return {
    /** Answers `navigator.credentials.create`. */
    create(options: string, { origin, host }: { origin: string; host: string }): string {
      const asked: { challenge: string } = JSON.parse(options);
      const cose = Buffer.concat([
        Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21),
        bytes32,
        Buffer.from(x, 'base64url'),
        Buffer.of(0x22),
        bytes32,
        Buffer.from(y, 'base64url'),
      ]);
      const authData = Buffer.concat([
        head(host, PRESENT_AND_VERIFIED | WITH_KEY),
        Buffer.alloc(16),
        Buffer.of(0, credentialId.length),
        credentialId,
        cose,
      ]);
      const attestation = Buffer.concat([
        Buffer.of(0xa3, 0x63),
        Buffer.from('fmt'),
        Buffer.of(0x64),
        Buffer.from('none'),
        Buffer.of(0x67),
        Buffer.from('attStmt'),
        Buffer.of(0xa0, 0x68),
        Buffer.from('authData'),
        Buffer.of(0x59, 0, authData.length),
        authData,
      ]);
      return JSON.stringify({
        ...shared,
        clientExtensionResults: {},
        response: {
          clientDataJSON: text(client('webauthn.create', asked.challenge, origin)),
          attestationObject: text(attestation),
          transports: ['internal'],
        },
      });
    },
    /** Answers `navigator.credentials.get`. */
    get(options: string, { origin, host }: { origin: string; host: string }): string {
      const asked: { challenge: string } = JSON.parse(options);
      const clientData = client('webauthn.get', asked.challenge, origin);
      const authData = head(host, PRESENT_AND_VERIFIED);
      const signature = createSign('SHA256')
        .update(Buffer.concat([authData, sha256(clientData)]))
        .sign(privateKey);
      return JSON.stringify({
        ...shared,
        clientExtensionResults: {},
        response: {
          clientDataJSON: text(clientData),
          authenticatorData: text(authData),
          signature: text(signature),
          userHandle: null,
        },
      });
    },
  };
}

/** What a page asks its browser, out of the page. */
export function askedOf(page: string): string {
  const found = /data-options="([^"]*)"/u.exec(page)?.[1] ?? '';
  return found.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

function text(data: Buffer): string {
  return data.toString('base64url');
}
