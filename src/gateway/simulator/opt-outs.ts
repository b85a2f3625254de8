/** Which number wants nothing from which sender: kept by the pair, as Africa's Talking does (section 3.3). */
export type OptOuts = {
  add(number: string, sender: string): void;
  remove(number: string, sender: string): void;
  has(number: string, sender: string): boolean;
};

export function createOptOuts(): OptOuts {
  const pairs = new Set<string>();
  const pair = (number: string, sender: string) => `${number} ${sender}`;
  return {
    add: (number, sender) => void pairs.add(pair(number, sender)),
    remove: (number, sender) => void pairs.delete(pair(number, sender)),
    has: (number, sender) => pairs.has(pair(number, sender)),
  };
}
