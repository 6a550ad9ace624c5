package io.weir.it;

import io.weir.kit.Transport;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs a whole class once with a node on Linux system calls and once with one on the JDK's sockets. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "transport = {0}")
@EnumSource(Transport.class)
@interface OnBothTransports {}
