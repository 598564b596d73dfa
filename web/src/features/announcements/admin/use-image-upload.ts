import { useRef, useState } from 'react';
import { errorText } from '../../../lib/api-error.ts';
import { findImageFault, uploadImage } from './api/upload-image.ts';

/** An image on its way; `part` from 0 to 1. */
export type Upload = { id: number; name: string; part: number };

/** Sends images one after the other; `onImage` gets each as Markdown, ready to stand in the text. */
export function useImageUpload(onImage: (markdown: string) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const lastId = useRef(0);

  async function send(file: File): Promise<void> {
    lastId.current += 1;
    const upload = { id: lastId.current, name: file.name, part: 0 };
    const change = (part: number) =>
      setUploads((all) => all.map((each) => (each.id === upload.id ? { ...each, part } : each)));
    setUploads((all) => [...all, upload]);
    try {
      const { url } = await uploadImage(file, change);
      onImage(`![${describe(file.name)}](${url})`);
    } catch (error) {
      setFault(error instanceof Error ? error.message : errorText(error));
    } finally {
      setUploads((all) => all.filter(({ id }) => id !== upload.id));
    }
  }

  /** True when there were files: they are taken, and nothing else is to happen with them. */
  function take(files: FileList | null): boolean {
    const given = [...(files ?? [])];
    setFault(null);
    for (const file of given) {
      const why = findImageFault(file);
      if (why) setFault(why);
      else void send(file);
    }
    return given.length > 0;
  }

  return { uploads, fault, take };
}

/** The file's name as the words for those who do not see the image, to be made better by hand. */
function describe(name: string): string {
  return name
    .replace(/\.\w+$/, '')
    .replaceAll(/[[\]\\_-]+/g, ' ')
    .trim();
}
