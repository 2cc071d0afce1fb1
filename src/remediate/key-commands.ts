/** Commands that find, restrict and delete credentials at Google, without a credential on any command line. */
import type { Command } from "../plan.ts";
import type { KeyFacts } from "./key-facts.ts";
import { isApiKey } from "./rotation.ts";

/**
 * Finds the names of API keys. `gcloud services api-keys lookup` takes the key as an argument, which other users of the
 * machine get to see; so a key is found by its last four characters among those of its project, or, where the project is
 * not known, by the call that `lookup` makes, with the key read from the keyboard.
 */
export function findCommands(keys: readonly KeyFacts[]): readonly Command[] {
  const apiKeys = keys.filter(({ finding }) => isApiKey(finding.credential));
  return distinct(apiKeys.map(findCommand));
}

function findCommand({ finding: { keyId }, project }: KeyFacts): Command {
  if (project === undefined) return LOOKUP;
  const list = `gcloud services api-keys list --project=${project}`;
  if (keyId === undefined || !/^[\w-]{4}$/.test(keyId))
    return {
      does: "list the keys of the project",
      run: `${list} --format='table(displayName,name)'`,
    };
  const read = `gcloud services api-keys get-key-string "$name" --format='value(keyString)' </dev/null`;
  return {
    does: `print the name of the key that ends in ${keyId}`,
    run: `${list} --format='value(name)' | while read -r name; do ${read} | grep -q -e '${keyId}$' && echo "$name"; done`,
  };
}

const LOOKUP: Command = {
  does: "print the key's name (what gcloud services api-keys lookup does, without the key in the list of processes): paste it, it does not show",
  run: `read -rs key; printf %s "$key" | curl -sSG --data-urlencode keyString@- -H @<(printf 'Authorization: Bearer %s' "$(gcloud auth print-access-token)") https://apikeys.googleapis.com/v2/keys:lookupKey; unset key`,
};

/** Deletes what {@link findCommands} found, and the keys of service accounts. */
export function deleteCommands(keys: readonly KeyFacts[]): readonly Command[] {
  const finds = findCommands(keys);
  const accounts = keys.filter(({ finding }) => finding.credential === "service-account-key");
  return distinct([
    ...finds,
    ...(finds.length > 0 ? [DELETE] : []),
    ...accounts.flatMap(accountCommands),
  ]);
}

const DELETE: Command = {
  does: "delete it, by the name that was printed",
  run: "gcloud services api-keys delete KEY_NAME",
};

function accountCommands(): readonly Command[] {
  return [
    {
      does: "list the keys of the service account",
      run: "gcloud iam service-accounts keys list --managed-by=user --iam-account=EMAIL",
    },
    {
      does: "delete the one whose id is private_key_id in the file",
      run: "gcloud iam service-accounts keys delete KEY_ID --iam-account=EMAIL",
    },
  ];
}

/** What a credential can be restricted to, as flags of gcloud. */
export interface Restriction {
  readonly services: readonly string[];
  /** Such as `--allowed-ips=ADDRESSES`; undefined where no caller can be told from others. */
  readonly application: string | undefined;
}

/** Restricts a new key. */
export function restrictCommand({ services, application }: Restriction): Command {
  const targets = services.map((service) => `--api-target=service=${service}`);
  return {
    does: "restrict the new key; this replaces all restrictions that it has",
    run: ["gcloud services api-keys update NEW_KEY_NAME", ...targets, application ?? ""]
      .join(" ")
      .trimEnd(),
  };
}

/** Shows which APIs a key opens. */
export const SHOW_RESTRICTIONS: Command = {
  does: "see which APIs it opens; without restrictions, all of the project",
  run: "gcloud services api-keys describe KEY_NAME --format='yaml(displayName,restrictions)'",
};

function distinct(commands: readonly Command[]): readonly Command[] {
  return [...new Map(commands.map((command) => [command.run, command])).values()];
}
