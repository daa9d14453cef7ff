// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jackson.JacksonConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Which mapper a route has. */
class RouteMapperTest {

    private final CamelContext camel = new DefaultCamelContext();

    record Person(String firstName, Optional<LocalDate> bornOn) {}

    /** As one would name it to Camel Jackson. */
    public static final class Shouting extends SimpleModule {
        private static final long serialVersionUID = 1L;

        public Shouting() {
            super("shouting", Version.unknownVersion());
            setNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE);
        }
    }

    @Test
    void knowsOptionalAndDatesAndTakesMoreThanItKnows() throws Exception {
        assertThat(RouteMapper.of(camel)
                        .readValue("{\"firstName\":\"Ada\",\"bornOn\":\"1815-12-10\",\"more\":1}", Person.class))
                .isEqualTo(new Person("Ada", Optional.of(LocalDate.of(1815, 12, 10))));
    }

    @Test
    void isMadeOnce() {
        assertThat(RouteMapper.of(camel)).isSameAs(RouteMapper.of(camel));
    }

    @Test
    void followsTheRegistry() throws Exception {
        ObjectMapper before = RouteMapper.of(camel);
        ObjectMapper own = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();

        camel.getRegistry().bind("mapper", own);
        ObjectMapper registered = RouteMapper.of(camel);

        assertThat(registered).isNotSameAs(before).isNotSameAs(own).isSameAs(RouteMapper.of(camel));
        assertThat(registered.writeValueAsString(new Person("Ada", Optional.empty())))
                .isEqualTo("{\"first_name\":\"Ada\",\"born_on\":null}");
        assertThat(own.getRegisteredModuleIds()).isEmpty();
    }

    @Test
    void hasTheModulesThatCamelJacksonIsTold() throws Exception {
        camel.setGlobalOptions(Map.of(JacksonConstants.TYPE_CONVERTER_MODULE_CLASS_NAMES, Shouting.class.getName()));

        assertThat(RouteMapper.of(camel).writeValueAsString(new Person("Ada", Optional.empty())))
                .contains("FIRST_NAME");
    }
}
