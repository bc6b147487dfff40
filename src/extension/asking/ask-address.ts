/** Asks where to connect: an address as typed, a door of the running mock server, or an endpoint that is kept. */
import * as vscode from "vscode";
import type { MockDoor } from "../../model/mock.ts";
import type { ConfiguredEndpoint } from "../configured/configured-endpoints.ts";
import type { ListedEndpoint } from "../endpoints/endpoint-store.ts";
import { addressesIn } from "./address.ts";
import { askPick, separator } from "./quick-pick.ts";

export type Destination =
  | { readonly kind: "typed"; readonly url: string }
  | { readonly kind: "door"; readonly door: MockDoor; readonly edit: boolean }
  | { readonly kind: "configured"; readonly endpoint: ConfiguredEndpoint; readonly edit: boolean }
  | { readonly kind: "kept"; readonly id: string; readonly edit: boolean };

interface AddressItem extends vscode.QuickPickItem {
  readonly destination?: Destination;
}

const looksLikeAddress = /[.:/]/;

const editFirst: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("edit"), tooltip: "Edit, then connect" };
const editWritten: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("go-to-file"),
  tooltip: "Edit where it is written",
};
const forget: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("trash"), tooltip: "Remove" };

export interface AddressSources {
  readonly configured: readonly ConfiguredEndpoint[];
  readonly doors: readonly MockDoor[];
  readonly protocolTitle: (id: string) => string;
  listed(): readonly ListedEndpoint[];
  remove(id: string): Promise<void>;
}

export async function askAddress(sources: AddressSources, typed = ""): Promise<Destination | undefined> {
  let isEdit = false;
  const taken = await askPick<AddressItem>({
    title: "Connect to Endpoint",
    placeholder: "Type an address such as ws://localhost:3000/cable, or choose one below",
    typed,
    items: (text) => {
      const offered = [...configuredItems(sources), ...doorItems(sources), ...keptItems(sources)];
      // A word may be the beginning of a name in the list; it is an address only when nothing there fits.
      return looksLikeAddress.test(text) ? [...typedItems(text), ...offered] : [...offered, ...typedItems(text)];
    },
    onButton: async (item, button) => {
      if (button === editFirst || button === editWritten) {
        isEdit = true;
        return "take";
      }
      if (item.destination?.kind === "kept") await sources.remove(item.destination.id);
      return "stay";
    },
  });
  const destination = taken?.item.destination;
  if (destination) return destination.kind === "typed" ? destination : { ...destination, edit: isEdit };
  // Enter on the reason why the text is no address: ask again with the text kept.
  return taken ? askAddress(sources, taken.typed) : undefined;
}

function typedItems(text: string): AddressItem[] {
  if (text.trim() === "") return [];
  return addressesIn(text).map((address) =>
    address.kind === "wrong"
      ? { label: `$(warning) ${address.reason}`, alwaysShow: true }
      : {
          label: `$(plug) ${address.url}`,
          description: "as typed",
          alwaysShow: true,
          destination: { kind: "typed", url: address.url },
        },
  );
}

/** Those that were recognised come first, so that Enter takes the app of this workspace. */
function configuredItems({ configured, protocolTitle }: AddressSources): AddressItem[] {
  const labels = [...new Set(configured.map(({ group }) => group.label))];
  return labels.flatMap((label) => {
    const items = configured
      .filter(({ group, read }) => group.label === label && read.endpoint !== undefined)
      .map((endpoint): AddressItem => {
        const { name, url } = endpoint.read;
        const protocol = endpoint.read.endpoint?.protocol ?? "";
        const icon = endpoint.group.kind === "rails" ? "ruby" : "file-code";
        return {
          label: `$(${icon}) ${name}`,
          description: protocolTitle(protocol),
          detail: url,
          buttons: [editWritten],
          destination: { kind: "configured", endpoint, edit: false },
        };
      });
    return items.length === 0 ? [] : [separator(label), ...items];
  });
}

function doorItems({ doors, protocolTitle }: AddressSources): AddressItem[] {
  if (doors.length === 0) return [];
  const items = doors.map(
    (door): AddressItem => ({
      label: `$(server) ${door.path}`,
      description: protocolTitle(door.protocol),
      detail: door.sample.url,
      buttons: [editFirst],
      destination: { kind: "door", door, edit: false },
    }),
  );
  return [separator("Mock server"), ...items];
}

function keptItems({ listed }: AddressSources): AddressItem[] {
  return (["saved", "recent"] as const).flatMap((kind) => {
    const items = listed()
      .filter((endpoint) => endpoint.kind === kind)
      .map(
        ({ id, title, url, protocolTitle }): AddressItem => ({
          label: `$(${kind === "saved" ? "bookmark" : "history"}) ${title}`,
          description: protocolTitle,
          detail: title === url ? "" : url,
          buttons: [editFirst, forget],
          destination: { kind: "kept", id, edit: false },
        }),
      );
    return items.length === 0 ? [] : [separator(kind === "saved" ? "Saved" : "Recent"), ...items];
  });
}
