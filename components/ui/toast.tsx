'use client';

import { CircleAlert, CircleCheck, X } from 'lucide-react';
import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { IconButton } from './icon-button.tsx';

interface ToastMessage {
  readonly id: number;
  readonly kind: 'done' | 'failed';
  readonly text: string;
}

interface ToastControl {
  /** Something was done: one short sentence that leaves by itself. */
  readonly done: (text: string) => void;
  /** Something failed: it stays until it is closed. */
  readonly failed: (text: string) => void;
}

const ToastContext = createContext<ToastControl | null>(null);
const doneStaysMs = 5000;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<readonly ToastMessage[]>([]);
  const lastId = useRef(0);

  const remove = useCallback((id: number) => {
    setMessages((current) => current.filter((message) => message.id !== id));
  }, []);

  const control = useMemo<ToastControl>(() => {
    const add = (kind: ToastMessage['kind'], text: string): void => {
      lastId.current += 1;
      const id = lastId.current;
      setMessages((current) => [...current.slice(-3), { id, kind, text }]);
      if (kind === 'done') setTimeout(() => remove(id), doneStaysMs);
    };
    return { done: (text) => add('done', text), failed: (text) => add('failed', text) };
  }, [remove]);

  return (
    <ToastContext value={control}>
      {children}
      <div
        role="region"
        aria-label="Messages"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-3 bottom-18 z-50 flex flex-col items-end gap-2 md:bottom-4"
      >
        {messages.map((message) => (
          <Toast key={message.id} message={message} onClose={() => remove(message.id)} />
        ))}
      </div>
    </ToastContext>
  );
}

export function useToast(): ToastControl {
  const control = useContext(ToastContext);
  if (!control) throw new Error('show a message: no ToastProvider above');
  return control;
}

function Toast({ message, onClose }: { message: ToastMessage; onClose: () => void }) {
  const Icon = message.kind === 'done' ? CircleCheck : CircleAlert;
  return (
    <div className="pointer-events-auto flex max-w-md items-start gap-2 rounded-panel border border-border-strong bg-raised py-2 pr-2 pl-3 text-sm">
      <Icon
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 ${message.kind === 'done' ? 'text-ok' : 'text-critical'}`}
      />
      <span className="text-pretty">{message.text}</span>
      <IconButton label="Close" icon={<X aria-hidden className="size-3.5" />} onClick={onClose} />
    </div>
  );
}
