/** Where the words of a complaint belong: its row, and the phone it names. A name that is put to it later opens nothing. */
export function complaintPlace(id: string, phoneId: string | null): string {
  return `complaint.words:${id}:${phoneId ?? 'without a name'}`;
}
