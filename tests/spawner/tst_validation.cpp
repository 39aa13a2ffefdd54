// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/validation.h"

#include "engine/commandspec.h"

#include <QtTest/QTest>

#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

using Change = std::function<void(CommandSpec &)>;
Q_DECLARE_METATYPE(Change)

class ValidationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void passesOnTheErrorOfADescriptor();
    void tellsNoContents();
};

static CommandSpec::ExtraDescriptor descriptor(int number, int error = 0)
{
    return {number, std::make_shared<const Wire::Descriptor>(), error};
}

void ValidationTest::accepts_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, const Change &change) {
        QTest::newRow(name) << change;
    };

    row("a program", [](CommandSpec &) {});
    row("an empty argv[0]", [](CommandSpec &spec) { spec.arguments = {""}; });
    row("an empty argument", [](CommandSpec &spec) { spec.arguments = {"a", "", "b"}; });
    row("bytes that are not UTF-8", [](CommandSpec &spec) { spec.arguments = {"\xff\x80"}; });
    row("an empty environment", [](CommandSpec &spec) { spec.environment = QList<QByteArray>(); });
    row("a key twice", [](CommandSpec &spec) { spec.environment = {{"A=1", "A=2"}}; });
    row("an empty value", [](CommandSpec &spec) { spec.environment = {{"A="}}; });
    row("a value with an equals sign", [](CommandSpec &spec) { spec.environment = {{"A=B=C"}}; });
    row("the widest range of descriptors", [](CommandSpec &spec) {
        spec.extras().descriptors = {descriptor(3), descriptor(1 << 20)};
    });
    row("the lowest nice level", [](CommandSpec &spec) { spec.extras().niceLevel = -20; });
    row("the highest nice level", [](CommandSpec &spec) { spec.extras().niceLevel = 19; });
    row("the first signal", [](CommandSpec &spec) { spec.killSignal = 1; });
    row("the last signal", [](CommandSpec &spec) { spec.killSignal = 64; });
    row("equal limits", [](CommandSpec &spec) {
        spec.extras().limits = {{RLIMIT_NOFILE, 64, 64}};
    });
    row("no limits", [](CommandSpec &spec) {
        spec.extras().limits = {{RLIMIT_CORE, RLIM_INFINITY, RLIM_INFINITY}};
    });
    row("the last resource", [](CommandSpec &spec) {
        spec.extras().limits = {{RLIM_NLIMITS - 1, 0, 0}};
    });
    row("no kill delay and no drain", [](CommandSpec &spec) {
        spec.killDelay = spec.drainTimeout = std::chrono::milliseconds(0);
    });
    row("output without a limit", [](CommandSpec &spec) { spec.outputLimit = 0; });
    row("a file name that is not used", [](CommandSpec &spec) {
        spec.targets[1] = CommandSpec::StreamTarget::Pipe;
        spec.extras().files[1] = {};
    });
}

void ValidationTest::accepts()
{
    QFETCH(Change, change);
    CommandSpec spec;
    spec.arguments = {"true"};
    change(spec);
    const auto refusal = validate(spec);
    QVERIFY2(!refusal, refusal ? qPrintable(refusal->text) : "");
}

void ValidationTest::refuses_data()
{
    using std::chrono::milliseconds;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const Change &change, const QString &text) {
        QTest::newRow(name) << change << text;
    };

    row(
        "empty argv", [](CommandSpec &spec) { spec.arguments = {}; }, u"\"argv\" is empty"_s);
    row(
        "NUL in the program", [](CommandSpec &spec) { spec.arguments = {QByteArray("a\0", 2)}; },
        u"\"argv[0]\" contains a NUL byte"_s);
    row(
        "NUL in an argument",
        [](CommandSpec &spec) {
            spec.arguments = {"a", "b", QByteArray("\0c", 2)};
        },
        u"\"argv[2]\" contains a NUL byte"_s);
    row(
        "NUL in a variable",
        [](CommandSpec &spec) {
            spec.environment = {{"A=1", "B=2", "C=3", QByteArray("D=\0", 3)}};
        },
        u"\"environment[3]\" contains a NUL byte"_s);
    row(
        "a variable without an equals sign",
        [](CommandSpec &spec) {
            spec.environment = {{"A=1", "B"}};
        },
        u"\"environment[1]\" has no \"=\""_s);
    row(
        "an empty variable", [](CommandSpec &spec) { spec.environment = {{""}}; },
        u"\"environment[0]\" has no \"=\""_s);
    row(
        "an empty key", [](CommandSpec &spec) { spec.environment = {{"=x"}}; },
        u"\"environment[0]\" has an empty key"_s);
    row(
        "NUL in the directory",
        [](CommandSpec &spec) { spec.workingDirectory = QByteArray("/a\0b", 4); },
        u"the working directory contains a NUL byte"_s);
    row(
        "an empty file name",
        [](CommandSpec &spec) { spec.targets[1] = CommandSpec::StreamTarget::File; },
        u"the file name of standard output is empty"_s);
    row(
        "NUL in a file name",
        [](CommandSpec &spec) {
            spec.targets[0] = CommandSpec::StreamTarget::File;
            spec.extras().files[0].name = QByteArray("\0", 1);
        },
        u"the file name of standard input contains a NUL byte"_s);
    row(
        "descriptor 2", [](CommandSpec &spec) { spec.extras().descriptors = {descriptor(2)}; },
        u"descriptor 2 is not in the range of 3 to 1048576"_s);
    row(
        "a negative descriptor",
        [](CommandSpec &spec) { spec.extras().descriptors = {descriptor(-1)}; },
        u"descriptor -1 is not in the range of 3 to 1048576"_s);
    row(
        "a descriptor too high",
        [](CommandSpec &spec) { spec.extras().descriptors = {descriptor((1 << 20) + 1)}; },
        u"descriptor 1048577 is not in the range of 3 to 1048576"_s);
    row(
        "a descriptor twice",
        [](CommandSpec &spec) {
            spec.extras().descriptors = {descriptor(3), descriptor(4), descriptor(3)};
        },
        u"descriptor 3 is set twice"_s);
    row(
        "too many descriptors",
        [](CommandSpec &spec) {
            for (int i = 0; i <= static_cast<int>(Wire::MaximumExtraDescriptors); ++i)
                spec.extras().descriptors.push_back(descriptor(3 + i));
        },
        u"more than 200 descriptors are passed on"_s);
    row(
        "a nice level too low", [](CommandSpec &spec) { spec.extras().niceLevel = -21; },
        u"the nice level -21 is not in the range of -20 to 19"_s);
    row(
        "a nice level too high", [](CommandSpec &spec) { spec.extras().niceLevel = 20; },
        u"the nice level 20 is not in the range of -20 to 19"_s);
    row(
        "too many limits",
        [](CommandSpec &spec) { spec.extras().limits.resize(Wire::MaximumLimits + 1); },
        u"more than 32 resource limits are set"_s);
    row(
        "no such resource",
        [](CommandSpec &spec) {
            spec.extras().limits = {{RLIM_NLIMITS, 0, 0}};
        },
        u"there is no resource %1"_s.arg(int(RLIM_NLIMITS)));
    row(
        "a negative resource",
        [](CommandSpec &spec) {
            spec.extras().limits = {{static_cast<uint32_t>(-1), 0, 0}};
        },
        u"there is no resource -1"_s);
    row(
        "soft above hard",
        [](CommandSpec &spec) {
            spec.extras().limits = {{RLIMIT_NOFILE, RLIM_INFINITY, 64}};
        },
        u"the soft limit of RLIMIT_NOFILE is above its hard limit"_s);
    row(
        "signal 0", [](CommandSpec &spec) { spec.killSignal = 0; }, u"there is no signal 0"_s);
    row(
        "signal 65", [](CommandSpec &spec) { spec.killSignal = 65; }, u"there is no signal 65"_s);
    row(
        "a negative timeout", [](CommandSpec &spec) { spec.timeout = milliseconds(-1); },
        u"the timeout is negative"_s);
    row(
        "a negative queue timeout", [](CommandSpec &spec) { spec.queueTimeout = milliseconds(-1); },
        u"the queue timeout is negative"_s);
    row(
        "a negative kill delay", [](CommandSpec &spec) { spec.killDelay = milliseconds(-1); },
        u"the kill delay is negative"_s);
    row(
        "a negative drain timeout", [](CommandSpec &spec) { spec.drainTimeout = milliseconds(-1); },
        u"the drain timeout is negative"_s);
    row(
        "a negative output limit", [](CommandSpec &spec) { spec.outputLimit = -1; },
        u"the output limit is negative"_s);
    row(
        "a stream without a buffer", [](CommandSpec &spec) { spec.streamBufferSize = 0; },
        u"the stream buffer has no room for a byte"_s);
}

void ValidationTest::refuses()
{
    QFETCH(Change, change);
    CommandSpec spec;
    spec.arguments = {"true"};
    change(spec);
    const auto refusal = validate(spec);
    QVERIFY(refusal);
    QTEST(refusal->text, "text");
    QCOMPARE(refusal->stage, CommandResult::Stage::Validation);
    QCOMPARE(refusal->systemError, EINVAL);
}

void ValidationTest::passesOnTheErrorOfADescriptor()
{
    CommandSpec spec;
    spec.arguments = {"true"};
    spec.extras().descriptors = {descriptor(3), descriptor(7, EBADF)};
    const auto refusal = validate(spec);
    QVERIFY(refusal);
    QCOMPARE(refusal->stage, CommandResult::Stage::Descriptor);
    QCOMPARE(refusal->systemError, EBADF);
    QCOMPARE(refusal->text, u"descriptor 7"_s);
}

void ValidationTest::tellsNoContents()
{
    CommandSpec spec;
    spec.arguments = {"true", QByteArray("password\0", 9)};
    QVERIFY(!validate(spec)->text.contains("password"_L1));
    spec.arguments = {"true"};
    spec.environment = {{"password"}};
    QVERIFY(!validate(spec)->text.contains("password"_L1));
}

QTEST_GUILESS_MAIN(ValidationTest)
#include "tst_validation.moc"
