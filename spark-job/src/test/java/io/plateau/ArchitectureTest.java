package io.plateau;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.beans.XMLDecoder;
import java.io.ObjectInputStream;

/** Dependencies run one way: job and ml; predict and report; train, then cluster, model, checkpoint and observe; model, layer, kernel. */
@AnalyzeClasses(packages = "io.plateau", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("job")
            .definedBy("io.plateau.job..")
            .layer("ml")
            .definedBy("io.plateau.ml..")
            .layer("train")
            .definedBy("io.plateau.train..")
            .layer("gpu")
            .definedBy("io.plateau.gpu..")
            .layer("cluster")
            .definedBy("io.plateau.cluster..")
            .layer("checkpoint")
            .definedBy("io.plateau.checkpoint..")
            .layer("observe")
            .definedBy("io.plateau.observe..")
            .layer("model")
            .definedBy("io.plateau.model")
            .layer("layer")
            .definedBy("io.plateau.model.layer..")
            .layer("samediff")
            .definedBy("io.plateau.model.samediff..")
            .layer("dl4j")
            .definedBy("io.plateau.model.dl4j..")
            .layer("predict")
            .definedBy("io.plateau.predict..")
            .layer("export")
            .definedBy("io.plateau.export..")
            .layer("report")
            .definedBy("io.plateau.report..")
            .layer("picture")
            .definedBy("io.plateau.picture..")
            .layer("scaling")
            .definedBy("io.plateau.scaling..")
            .layer("toy")
            .definedBy("io.plateau.toy..")
            .layer("kernel")
            .definedBy("io.plateau.model.kernel..")
            .whereLayer("job")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ml")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("toy")
            .mayOnlyBeAccessedByLayers("job")
            .whereLayer("scaling")
            .mayOnlyBeAccessedByLayers("job")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("job")
            .whereLayer("predict")
            .mayOnlyBeAccessedByLayers("job")
            .whereLayer("export")
            .mayOnlyBeAccessedByLayers("job")
            .whereLayer("picture")
            .mayOnlyBeAccessedByLayers("report", "scaling", "toy")
            .whereLayer("train")
            .mayOnlyBeAccessedByLayers("job", "ml", "predict", "export")
            .whereLayer("gpu")
            .mayOnlyBeAccessedByLayers("job", "train")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("job", "ml", "train", "predict", "scaling")
            .whereLayer("checkpoint")
            .mayOnlyBeAccessedByLayers("job", "ml", "train", "export", "observe", "report")
            .whereLayer("layer")
            .mayOnlyBeAccessedByLayers("model")
            .whereLayer("samediff")
            .mayOnlyBeAccessedByLayers("train")
            .whereLayer("dl4j")
            .mayOnlyBeAccessedByLayers("train", "job")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers(
                    "samediff", "dl4j", "job", "ml", "train", "predict", "export", "cluster", "checkpoint", "observe");

    /** spark-mllib is not on the class path of the command line. */
    @ArchTest
    static final ArchRule ONLY_ML_NEEDS_MLLIB = noClasses()
            .that()
            .resideOutsideOfPackage("io.plateau.ml")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark.ml..", "org.apache.spark.mllib..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.plateau.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NATIVE_CODE_BEHIND_THE_KERNELS = noClasses()
            .that()
            .resideOutsideOfPackages("io.plateau.model.kernel", "io.plateau.model.samediff", "io.plateau.model.dl4j")
            .and()
            .haveNameNotMatching("io\\.plateau\\.train\\.Optimizer.*")
            // ND4J brings the classes that ONNX files are made of, and their protobuf.
            .and()
            .haveNameNotMatching("io\\.plateau\\.export\\.OnnxGraph.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..");

    /** Spark deserialises what crosses its wire; what lies in files is read as bytes, JSON, HOCON, text or Parquet. */
    @ArchTest
    static final ArchRule NOBODY_READS_OBJECTS_FROM_FILES = noClasses()
            .should()
            .callConstructorWhere(target(owner(assignableTo(ObjectInputStream.class)))
                    .or(target(owner(assignableTo(XMLDecoder.class)))))
            .orShould()
            .callMethodWhere(target(nameMatching("objectFile|(activate|enable)DefaultTyping.*")))
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("SerializationUtils");

    @ArchTest
    static final ArchRule ONLY_THE_WIRE_HAS_FORMS_OF_ITS_OWN = noClasses()
            .that()
            .resideOutsideOfPackage("io.plateau.cluster..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInputStream.class);

    @ArchTest
    static final ArchRule MATHEMATICS_WITHOUT_SPARK = noClasses()
            .that()
            .resideInAPackage("io.plateau.math..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "org.nd4j..", "org.bytedeco..");

    @ArchTest
    static final ArchRule LAYERS_SEE_NO_BACK_END = noClasses()
            .that()
            .resideInAnyPackage("io.plateau.model", "io.plateau.model.layer..")
            .and()
            .haveSimpleNameNotEndingWith("Benchmark")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(".*\\.(Blas|Nd4j)Kernels");

    @ArchTest
    static final ArchRule A_REPORT_READS_WHAT_RUNS_LEFT = noClasses()
            .that()
            .resideInAPackage("io.plateau.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "org.nd4j..", "io.plateau.train..");

    @ArchTest
    static final ArchRule THE_TOY_STARTS_NOTHING = noClasses()
            .that()
            .resideInAPackage("io.plateau.toy..")
            .or()
            .haveSimpleName("ToyCommand")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "org.nd4j..", "org.bytedeco..");
}
