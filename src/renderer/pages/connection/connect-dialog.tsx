import { useState, type ReactNode } from 'react';
import { ConnectForm } from './connect-form.tsx';
import { FirstFetch } from './first-fetch.tsx';

/** From the address to the first data: sign in, then watch the fetch until there is something to see. */
export function ConnectDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [isConnected, setConnected] = useState(false);
  if (isConnected) return <FirstFetch onClose={onClose} />;
  return <ConnectForm onConnected={() => setConnected(true)} onClose={onClose} />;
}
