// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package consumer;

import org.apache.camel.main.Main;

/** The program with Camel Main. */
final class PlainMain {

    private PlainMain() {}

    public static void main(String[] arguments) throws Exception {
        Main main = new Main(Routes.class);
        main.start();
        boolean works = EveryFeature.worksIn(main.getCamelContext());
        main.stop();
        System.exit(works ? 0 : 1);
    }
}
