/** The Chromium that npm brings, unpacked where that has not been done yet. */
export async function packedChromium(): Promise<string> {
  // The package brings the libraries that a bare machine lacks, but unpacks them only where it sees this.
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs24.x';
  const packed = (await import('@sparticuz/chromium')).default;
  return await packed.executablePath();
}
