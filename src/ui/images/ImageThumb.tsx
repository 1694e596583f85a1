// A small view of one of the corpus' images; pressed, it shows the image large.
import { ImageOff } from "lucide-react";
import { useState } from "react";
import { Dialog } from "../primitives/Dialog.tsx";
import styles from "./ImageThumb.module.css";
import { useImageUrl } from "./useImageUrl.ts";

export interface ImageThumbProps {
  /** Key of the image among the corpus'. */
  path: string;
  /** What it belongs to, e.g. "the chain c1". */
  of: string;
  size: "small" | "large";
  /** Shown struck through: the PRM does not see it. */
  isHidden?: boolean;
}

/** Longest side of an image whose pixels are shown as squares, since there is nothing between them. */
const TINY = 96;

export function ImageThumb({ path, of, size, isHidden = false }: ImageThumbProps) {
  const image = useImageUrl(path);
  const [broken, setBroken] = useState<string | null>(null);
  const [pixels, setPixels] = useState<readonly [number, number] | null>(null);
  const [isOpen, setOpen] = useState(false);
  const isBroken = image.state === "missing" || broken === path;
  if (isBroken) {
    const reason = image.state === "missing" ? "is not there" : "cannot be shown: it is damaged";
    return (
      <span
        role="img"
        className={styles["broken"]}
        data-size={size}
        aria-label={`The image ${path} ${reason}`}
        title={`The image ${path} ${reason}`}
      >
        <ImageOff aria-hidden="true" />
      </span>
    );
  }
  const picture = (className: string | undefined, alt: string) =>
    image.state === "ready" && (
      <img
        className={className}
        src={image.url}
        alt={alt}
        data-tiny={pixels !== null && Math.max(...pixels) <= TINY}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setPixels([naturalWidth, naturalHeight])
        }
        onError={() => setBroken(path)}
      />
    );
  return (
    <>
      <button
        type="button"
        className={styles["thumb"]}
        data-size={size}
        data-hidden={isHidden}
        title={path}
        aria-label={`Show the image of ${of} large`}
        onClick={() => setOpen(true)}
      >
        {picture(styles["picture"], "")}
      </button>
      <Dialog
        title="Image"
        explanation={
          <span className={styles["path"]}>
            {path}
            {pixels !== null && `, ${pixels[0]} × ${pixels[1]} pixels`}
          </span>
        }
        isOpen={isOpen}
        isWide
        onOpenChange={setOpen}
      >
        {picture(styles["whole"], `Image of ${of}`)}
      </Dialog>
    </>
  );
}
