// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import java.util.List;

/** The rows of one table of the page. */
record FaultTheme(String name, List<FaultRow> rows) {

    static List<FaultTheme> all() throws Exception {
        return List.of(
                new FaultTheme("transport", FaultsOfTheWire.transport()),
                new FaultTheme("framing", FaultsOfTheWire.framing()),
                new FaultTheme("statuses", FaultsOfAnswers.statuses()),
                new FaultTheme("rejections", FaultsOfAnswers.rejections()),
                new FaultTheme("redirects", FaultsOfAnswers.redirects()),
                new FaultTheme("bodies", FaultsOfAnswers.bodies()),
                new FaultTheme("tls", FaultsOfTheWay.tls()),
                new FaultTheme("proxy", FaultsOfTheWay.proxy()),
                new FaultTheme("http2", FaultsOfHttp2.rows()),
                new FaultTheme("process", FaultsOfThisSide.process()),
                new FaultTheme("disk", FaultsOfTheDisk.rows()),
                new FaultTheme("tools", FaultsOfThisSide.tools()));
    }
}
