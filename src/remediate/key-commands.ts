/** Commands that find, restrict and delete credentials at Google, without a credential on any command line. */
import { distinctBy } from "../findings/group-by.ts";
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
  return distinctCommands(apiKeys.map(findCommand));
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
  does: "paste the key, it does not show, and see its name (as gcloud services api-keys lookup prints it, but without the key in the list of processes)",
  run: `read -rs key; printf %s "$key" | curl -sSG --data-urlencode keyString@- -H @<(printf 'Authorization: Bearer %s' "$(gcloud auth print-access-token)") https://apikeys.googleapis.com/v2/keys:lookupKey; unset key`,
};

/** Deletes what {@link findCommands} found, and the keys of service accounts. */
export function deleteCommands(keys: readonly KeyFacts[]): readonly Command[] {
  const finds = findCommands(keys);
  const accounts = keys.filter(({ finding }) => finding.credential === "service-account-key");
  return distinctCommands([
    ...finds,
    ...(finds.length > 0 ? [DELETE] : []),
    ...accounts.flatMap(accountCommands),
  ]);
}

const DELETE: Command = {
  does: "delete it, by the name that was printed",
  run: "gcloud services api-keys delete KEY_NAME",
};

function accountCommands({ finding: { account } }: KeyFacts): readonly Command[] {
  const of = `--iam-account=${account?.email ?? "EMAIL"}`;
  const list = `gcloud iam service-accounts keys list --managed-by=user ${of}`;
  const known = account?.keyId;
  return [
    { does: "list the keys of the service account", run: list },
    {
      does:
        known === undefined ? "delete it: KEY_ID is the private_key_id of its file" : "delete it",
      run: `gcloud iam service-accounts keys delete ${known ?? "KEY_ID"} ${of}`,
    },
  ];
}

/** Finds the name of a key that was just made. */
export const LIST_KEYS: Command = {
  does: "find the name of the new key",
  run: "gcloud services api-keys list --project=PROJECT --format='table(displayName,name)'",
};

/** Restricts a new key to one service, and to callers by a flag such as `--allowed-ips=ADDRESSES`. */
export function restrictCommand(
  service: string,
  callers: string | undefined,
  whose: string,
): Command {
  const flags = [`--api-target=service=${service}`, ...(callers === undefined ? [] : [callers])];
  return {
    does: `restrict the key ${whose}; all restrictions that it has are replaced`,
    run: `gcloud services api-keys update NEW_KEY_NAME ${flags.join(" ")}`,
  };
}

/** Shows which APIs a key opens, and restricts it to some. */
export const RESTRICT_OLD: readonly Command[] = [
  {
    does: "see which APIs it opens; without restrictions, all of the project",
    run: "gcloud services api-keys describe KEY_NAME --format='yaml(displayName,restrictions)'",
  },
  {
    does: "restrict it to the APIs that the app uses; name them all, because the list is replaced",
    run: "gcloud services api-keys update KEY_NAME --api-target=service=SERVICE --api-target=service=SERVICE",
  },
];

function distinctCommands(commands: readonly Command[]): readonly Command[] {
  return distinctBy(commands, ({ run }) => run);
}
