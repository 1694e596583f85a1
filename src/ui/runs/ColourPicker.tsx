// A run's colour as a button, and the palette it opens.
import { Popover } from "radix-ui";
import { useState } from "react";
import { t } from "../../strings/strings.ts";
import styles from "./ColourPicker.module.css";
import { runColor, runColours } from "./runColor.ts";

export interface ColourPickerProps {
  name: string;
  colour: number;
  onChoose: (colour: number) => void;
}

export function ColourPicker({ name, colour, onChoose }: ColourPickerProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        className={styles["trigger"]}
        aria-label={t("runs:colour.of", { name })}
        title={t("runs:colour.choose")}
      >
        <span style={{ background: runColor(colour) }} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles["palette"]} sideOffset={4} collisionPadding={8}>
          {runColours().map((choice) => (
            <button
              key={choice.colour}
              type="button"
              className={styles["choice"]}
              aria-label={choice.name}
              title={choice.name}
              aria-pressed={choice.colour === colour}
              onClick={() => {
                onChoose(choice.colour);
                setOpen(false);
              }}
            >
              <span style={{ background: runColor(choice.colour) }} />
            </button>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
