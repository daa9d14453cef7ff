// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0

/** Prints its arguments: what a build with -q does now. Run from its source by profile run. */
final class Say {

    private Say() {}

    public static void main(String[] words) {
        System.out.println(String.join(" ", words));
    }
}
