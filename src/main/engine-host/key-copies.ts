/**
 * Has `send` send a message with keys in it. The copies have memory of their own, because a slice of a shared buffer would take the whole buffer
 * along, and are wiped once they are sent; the keys themselves are left to whoever has them.
 */
export function withKeyCopies(send: (copy: (key: Uint8Array) => Uint8Array) => void): void {
  const copies: Uint8Array[] = [];
  send((key) => {
    const copy = Uint8Array.from(key);
    copies.push(copy);
    return copy;
  });
  for (const sent of copies) sent.fill(0);
}
