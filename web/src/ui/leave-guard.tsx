import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { setHistoryGuard } from '../lib/history-gate.ts';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';

/**
 * Asks before what was typed is lost: at a link, at back and forward, and at closing the tab. The declarative router
 * cannot block, so links and history are caught before it sees them.
 */
export function LeaveGuard({ when }: { when: boolean }) {
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const navigate = useNavigate();
  const lettingGo = useRef(false);

  useEffect(() => {
    if (!when) return undefined;
    const stopLinks = catchLinks((path) => setLeave(() => () => void navigate(path)));
    const stopHistory = catchHistory(
      () => !lettingGo.current,
      (steps) =>
        setLeave(() => () => {
          lettingGo.current = true;
          history.go(steps);
        }),
    );
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => {
      stopLinks();
      stopHistory();
      window.removeEventListener('beforeunload', warn);
    };
  }, [when, navigate]);

  return (
    <Dialog
      open={leave !== null}
      onOpenChange={() => setLeave(null)}
      title={t`Leave without saving?`}
      description={t`What you typed here is not saved yet.`}
    >
      <DialogActions>
        <Button
          look="danger"
          onClick={() => {
            setLeave(null);
            leave?.();
          }}
        >
          <Trans>Leave it</Trans>
        </Button>
        <Button look="coin" onClick={() => setLeave(null)}>
          <Trans>Stay here</Trans>
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Calls `onTry` with the path of a clicked link within the dashboard, which is then not followed. */
function catchLinks(onTry: (path: string) => void): () => void {
  function stop(event: MouseEvent): void {
    const changed = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.button !== 0 || changed) return;
    const leavesPage = link.origin === location.origin && link.pathname !== location.pathname;
    if (link.target !== '' || link.hasAttribute('download') || !leavesPage) return;
    event.preventDefault();
    event.stopPropagation();
    onTry(link.pathname + link.search + link.hash);
  }
  document.addEventListener('click', stop, { capture: true });
  return () => document.removeEventListener('click', stop, { capture: true });
}

/** Takes a step through the history back before the router sees it, and calls `onTry` with how far it went. */
function catchHistory(isGuarding: () => boolean, onTry: (steps: number) => void): () => void {
  const here = historyIndex();
  let returning = false;
  function stop(event: PopStateEvent): void {
    if (!isGuarding()) return;
    const there = historyIndex();
    if (here === null || there === null) return;
    event.stopImmediatePropagation();
    if (returning) {
      returning = false;
      return;
    }
    if (there === here) return;
    returning = true;
    history.go(here - there);
    onTry(there - here);
  }
  setHistoryGuard(stop);
  return () => setHistoryGuard(null);
}

/** The router numbers its history entries; null on an entry that is not its own. */
function historyIndex(): number | null {
  const { state } = history as { state: { idx?: unknown } | null };
  return typeof state?.idx === 'number' ? state.idx : null;
}
