// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.examples.etl;

import io.github.camelopenai.examples.ExampleContext;
import io.github.camelopenai.examples.OpenAiAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the command line says. Immutable. */
record EtlOptions(Path inbox, Path outbox, String tier) {

    static final String USAGE = """
            Options:
              --inbox DIR    what to read: .txt, .prompt, and recordings (default: camel-openai-examples/inbox)
              --outbox DIR   where to write (default: camel-openai-examples/outbox)
              --tier TIER    the account's tier: free, tier1, tier2 (default: tier1)
            """;

    /** A command line that cannot be followed; the message says why. */
    static final class UsageException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static EtlOptions parse(List<String> args) {
        Path inbox = ExampleContext.home().resolve("inbox");
        Path outbox = ExampleContext.home().resolve("outbox");
        String tier = "tier1";
        for (int i = 0; i < args.size(); i += 2) {
            switch (args.get(i)) {
                case "--inbox" -> inbox = Path.of(value(args, i));
                case "--outbox" -> outbox = Path.of(value(args, i));
                case "--tier" -> tier = value(args, i);
                default -> throw new UsageException("unknown option " + args.get(i));
            }
        }
        if (!Files.isDirectory(inbox)) {
            throw new UsageException("--inbox " + inbox + " is not a folder");
        }
        if (!OpenAiAccess.TIERS.contains(tier)) {
            throw new UsageException("--tier " + tier + " is not known");
        }
        return new EtlOptions(
                inbox.toAbsolutePath().normalize(), outbox.toAbsolutePath().normalize(), tier);
    }

    private static String value(List<String> args, int option) {
        if (option + 1 == args.size()) {
            throw new UsageException(args.get(option) + " needs a value");
        }
        return args.get(option + 1);
    }
}
