package io.weir.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A Java agent that plants {@link PlantedFaults} into a node as its classes are loaded: the node itself knows nothing of it. */
public final class FaultAgent implements ClassFileTransformer {
    private static final ClassDesc FAULTS =
            PlantedFaults.class.describeConstable().orElseThrow();
    private static final Map<String, Planting> PLACES = Map.of(
            "io/weir/proxy/Connection",
            new Planting(
                    "received",
                    code -> code.lload(2)
                            .invokestatic(
                                    FAULTS,
                                    "received",
                                    MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long))),
            "io/weir/transport/HostStage$Logic",
            new Planting(
                    "guarded", code -> code.invokestatic(FAULTS, "inHost", MethodTypeDesc.of(ConstantDescs.CD_void))));

    /** What a method is to begin with. */
    private record Planting(String method, Consumer<CodeBuilder> code) implements CodeTransform {
        @Override
        public void atStart(CodeBuilder builder) {
            code.accept(builder);
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            builder.with(element);
        }
    }

    /**
     * Called by the JVM.
     *
     * @param arguments none are known
     * @param instrumentation of that JVM
     */
    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new FaultAgent());
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] original) {
        Planting planting = PLACES.get(name);
        if (planting == null) {
            return null;
        }
        ClassFile classes = ClassFile.of();
        return classes.transformClass(
                classes.parse(original),
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString(planting.method()), planting));
    }

    /** @return the words for {@code java} that bring the agent into a node */
    public static String option() {
        try {
            Path jar = Files.createTempFile("weir-fault-agent", ".jar");
            jar.toFile().deleteOnExit();
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().putValue("Premain-Class", FaultAgent.class.getName());
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                for (Class<?> each : List.of(FaultAgent.class, Planting.class, PlantedFaults.class)) {
                    String entry = each.getName().replace('.', '/') + ".class";
                    out.putNextEntry(new JarEntry(entry));
                    try (InputStream bytes = each.getClassLoader().getResourceAsStream(entry)) {
                        bytes.transferTo(out);
                    }
                }
            }
            return "-javaagent:" + jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
