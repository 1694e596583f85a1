// A small view of one of the corpus' images; pressed, it shows the image large.
import { ImageOff } from "lucide-react";
import { useState } from "react";
import { t } from "../../strings/strings.ts";
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
    const words =
      image.state === "missing"
        ? t("data:images.notThere", { path })
        : t("data:images.damaged", { path });
    return (
      <span
        role="img"
        className={styles["broken"]}
        data-size={size}
        aria-label={words}
        title={words}
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
        aria-label={t("data:images.show", { of })}
        onClick={() => setOpen(true)}
      >
        {picture(styles["picture"], "")}
      </button>
      <Dialog
        title={t("data:images.dialog")}
        explanation={
          <span className={styles["path"]}>
            {path}
            {pixels !== null && t("data:images.pixels", { width: pixels[0], height: pixels[1] })}
          </span>
        }
        isOpen={isOpen}
        isWide
        onOpenChange={setOpen}
      >
        {picture(styles["whole"], t("data:images.alt", { of }))}
      </Dialog>
    </>
  );
}
