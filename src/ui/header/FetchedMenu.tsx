// A button of the header whose menu is fetched when it is first asked for; the menu then stands in its place.
import { type ComponentType, useState } from "react";
import { IconButton, type IconButtonProps } from "../primitives/IconButton.tsx";
import { useFetched } from "../useFetched.ts";

export interface FetchedMenuProps extends IconButtonProps {
  /** The button with its menu, open from the start. */
  fetchMenu: () => Promise<ComponentType>;
}

export function FetchedMenu({ fetchMenu, ...button }: FetchedMenuProps) {
  const [isWanted, setWanted] = useState(false);
  const Menu = useFetched(isWanted, fetchMenu, () => setWanted(false));
  if (isWanted && Menu !== null) return <Menu />;
  return (
    <IconButton
      {...button}
      aria-haspopup="menu"
      aria-expanded={false}
      // Asked for a moment before it is pressed; a failure is told when it is.
      onPointerEnter={() => void fetchMenu().catch(() => {})}
      onClick={() => setWanted(true)}
    />
  );
}
