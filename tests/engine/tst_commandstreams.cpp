// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/commandstreams.h"

#include "common/infork.h"
#include "common/leftovers.h"

#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Spawn;
using Target = CommandSpec::StreamTarget;
using Wire::Source;
Q_DECLARE_METATYPE(Spawn::CommandSpec::StreamTarget)
Q_DECLARE_METATYPE(Spawn::Wire::Source)

class TestCommandStreams final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheHelperWhereAStreamComesFrom_data();
    void tellsTheHelperWhereAStreamComesFrom();
    void sendsTheDescriptorsInTheirOrder();
    void mergesTheOutputs();
    void opensNoPipeForTheErrorOfMergedOutputs();
    void inheritsTheNullDeviceFromAnApplicationThatClosedIt();
    void capturesAndStreams();
    void tellsOfAnEndOnlyWhenItIsWatched();
    void tellsOfAnInputThatNobodyReads();
    void leavesNothingOpenWithoutDescriptors();
    void keepsTheInputWhenDiscarded();
};

// Notes what it is told.
struct StreamsRecorder final : CommandStreamsListener
{
    void inputWritten(qint64 bytes) override { written += bytes; }
    void inputFailed(int error) override { inputErrors.append(error); }
    void outputRead(int stream, QByteArray bytes) override { read[stream] += bytes; }
    void outputLimitReached(int stream) override { limitsReached.append(stream); }
    void outputClosed() override { ++closed; }

    qint64 written = 0;
    QList<int> inputErrors;
    QByteArray read[3];
    QList<int> limitsReached;
    int closed = 0;
};

struct Opened
{
    Reactor reactor;
    StreamsRecorder recorder;
    CommandSpec spec;
    ChildEnds ends;
};

static size_t at(int stream)
{
    return static_cast<size_t>(stream);
}

void TestCommandStreams::tellsTheHelperWhereAStreamComesFrom_data()
{
    QTest::addColumn<int>("stream");
    QTest::addColumn<Target>("target");
    QTest::addColumn<Source>("source");
    QTest::addColumn<int>("sent");
    QTest::addColumn<int>("owned"); // and closed when sent

    QTest::newRow("no input") << 0 << Target::Null << Source::Null << 0 << 0;
    QTest::newRow("input through a pipe") << 0 << Target::Pipe << Source::Lane << 1 << 1;
    QTest::newRow("the application's input") << 0 << Target::Inherit << Source::Lane << 1 << 0;
    QTest::newRow("input from a file") << 0 << Target::File << Source::File << 0 << 0;
    QTest::newRow("no output") << 1 << Target::Null << Source::Null << 0 << 0;
    QTest::newRow("captured output") << 1 << Target::Pipe << Source::Lane << 1 << 1;
    QTest::newRow("streamed output") << 1 << Target::Stream << Source::Lane << 1 << 1;
    QTest::newRow("the application's output") << 1 << Target::Inherit << Source::Lane << 1 << 0;
    QTest::newRow("output to a file") << 1 << Target::File << Source::File << 0 << 0;
    QTest::newRow("captured error") << 2 << Target::Pipe << Source::Lane << 1 << 1;
    QTest::newRow("error to a file") << 2 << Target::File << Source::File << 0 << 0;
}

void TestCommandStreams::tellsTheHelperWhereAStreamComesFrom()
{
    QFETCH(int, stream);
    QFETCH(Target, target);
    QFETCH(Source, source);
    QFETCH(int, sent);
    QFETCH(int, owned);

    const Leftovers leftovers;
    {
        Opened o;
        o.spec.targets = {};
        o.spec.targets[at(stream)] = target;
        o.spec.extras().files[at(stream)] = {"some file", O_WRONLY | O_APPEND};
        CommandStreams streams(o.spec, o.reactor, o.recorder);
        QCOMPARE(streams.open(o.ends), 0);
        for (int other = 0; other < 3; ++other) {
            if (other != stream)
                QCOMPARE(o.ends.streams[at(other)].source, Source::Null);
        }
        const Wire::StandardStream &child = o.ends.streams[at(stream)];
        QCOMPARE(child.source, source);
        if (source == Source::File) {
            QCOMPARE(child.path, std::string_view("some file"));
            QCOMPARE(child.openFlags, O_WRONLY | O_APPEND);
        }
        QCOMPARE(int(o.ends.fds.size()), sent);
        QCOMPARE(int(o.ends.owned.size()), owned);
        if (target == Target::Inherit)
            QCOMPARE(o.ends.fds[0], stream);
        QCOMPARE(streams.hasOpenOutput(), stream != 0 && owned == 1);
    }
    QCOMPARE(leftovers.check(), QString());
}

void TestCommandStreams::sendsTheDescriptorsInTheirOrder()
{
    Opened o;
    o.spec.targets[0] = Target::Pipe;
    const auto seventh = std::make_shared<const Wire::Descriptor>(dup(1));
    const auto third = std::make_shared<const Wire::Descriptor>(dup(1));
    o.spec.extras().descriptors = {{7, seventh, 0}, {3, third, 0}};
    CommandStreams streams(o.spec, o.reactor, o.recorder);
    QCOMPARE(streams.open(o.ends), 0);
    QCOMPARE(o.ends.fds.size(), size_t(5));
    for (size_t i = 0; i < 3; ++i)
        QCOMPARE(o.ends.fds[i], o.ends.owned[i].get());
    QCOMPARE(fcntl(o.ends.fds[0], F_GETFL) & O_ACCMODE, O_RDONLY);
    QCOMPARE(fcntl(o.ends.fds[1], F_GETFL) & O_ACCMODE, O_WRONLY);
    QCOMPARE(o.ends.fds[3], seventh->get());
    QCOMPARE(o.ends.fds[4], third->get());
    QCOMPARE(o.ends.childDescriptors, (std::vector<int32_t>{7, 3}));
}

void TestCommandStreams::mergesTheOutputs()
{
    Opened o;
    o.spec.mergedOutput = true;
    CommandStreams streams(o.spec, o.reactor, o.recorder);
    QCOMPARE(streams.open(o.ends), 0);
    QCOMPARE(o.ends.streams[1].source, Source::Lane);
    QCOMPARE(o.ends.streams[2].source, Source::SameAsOutput);
    QCOMPARE(o.ends.fds.size(), size_t(1));
}

void TestCommandStreams::opensNoPipeForTheErrorOfMergedOutputs()
{
    Opened o;
    o.spec.mergedOutput = true;
    o.spec.targets[1] = Target::File;
    o.spec.extras().files[1] = {"some file", O_WRONLY};
    CommandStreams streams(o.spec, o.reactor, o.recorder);
    QCOMPARE(streams.open(o.ends), 0);
    QCOMPARE(o.ends.streams[1].source, Source::File);
    QCOMPARE(o.ends.streams[2].source, Source::SameAsOutput);
    QVERIFY(o.ends.fds.empty());
    QVERIFY(!streams.hasOpenOutput());
}

// Otherwise a descriptor of something else might have taken the number, or the command none.
void TestCommandStreams::inheritsTheNullDeviceFromAnApplicationThatClosedIt()
{
    QCOMPARE(inFork([]() -> QByteArray {
                 Opened o;
                 o.spec.targets = {};
                 close(1);
                 o.spec.targets[1] = Target::Inherit;
                 CommandStreams streams(o.spec, o.reactor, o.recorder);
                 if (streams.open(o.ends) != 0)
                     return "not opened";
                 return o.ends.streams[1].source == Source::Null && o.ends.fds.empty()
                     ? ""
                     : "a descriptor that is not open";
             }),
             QByteArray());
}

void TestCommandStreams::capturesAndStreams()
{
    Opened o;
    o.spec.targets[1] = Target::Stream;
    o.spec.streamBufferSize = 3;
    o.spec.outputLimit = 2;
    CommandStreams streams(o.spec, o.reactor, o.recorder);
    QCOMPARE(streams.open(o.ends), 0);
    for (const int fd : o.ends.fds)
        QCOMPARE(write(fd, "abcdef", 6), ssize_t(6));
    while (o.reactor.poll()) { }
    QCOMPARE(o.recorder.read[1], "abc");
    QCOMPARE(streams.takeCaptured(1), "");
    QCOMPARE(streams.takeCaptured(2), "ab");
    QCOMPARE(o.recorder.limitsReached, QList<int>{2});
    QCOMPARE(o.recorder.closed, 1);
    QVERIFY(streams.hasOpenOutput());

    streams.addRoom(1, 2);
    while (o.reactor.poll()) { }
    QCOMPARE(o.recorder.read[1], "abcde");
    streams.drainOutputs(); // also what there is no room for
    QCOMPARE(o.recorder.read[1], "abcdef");
    streams.close();
    QVERIFY(!streams.hasOpenOutput());
    QCOMPARE(o.recorder.closed, 1);
}

void TestCommandStreams::tellsOfAnEndOnlyWhenItIsWatched()
{
    for (const bool drained : {false, true}) {
        Opened o;
        CommandStreams streams(o.spec, o.reactor, o.recorder);
        QCOMPARE(streams.open(o.ends), 0);
        o.ends = {};
        if (drained)
            streams.drainOutputs();
        while (o.reactor.poll()) { }
        QVERIFY(!streams.hasOpenOutput());
        QCOMPARE(o.recorder.closed, drained ? 0 : 2);
    }
}

void TestCommandStreams::tellsOfAnInputThatNobodyReads()
{
    signal(SIGPIPE, SIG_IGN); // blocked, in the thread of the engine
    Opened o;
    o.spec.targets[0] = Target::Pipe;
    CommandStreams streams(o.spec, o.reactor, o.recorder);
    QCOMPARE(streams.open(o.ends), 0);
    streams.append("abc");
    streams.writeInput();
    QCOMPARE(o.recorder.written, 3);
    o.ends = {};
    for (int i = 0; i < 2; ++i) {
        streams.append("more");
        streams.writeInput();
    }
    QCOMPARE(o.recorder.inputErrors, QList<int>{EPIPE});
    QCOMPARE(o.recorder.written, 3);
}

// Whichever of the six descriptors is the one that is not to be had.
void TestCommandStreams::leavesNothingOpenWithoutDescriptors()
{
    QCOMPARE(inFork([]() -> QByteArray {
                 Opened o;
                 o.spec.targets[0] = Target::Pipe;
                 const Leftovers leftovers;
                 const int next = dup(0);
                 close(next);
                 bool opened = false;
                 int refused = 0;
                 for (int more = 0; more < 10 && !opened; ++more) {
                     const rlimit limit{static_cast<rlim_t>(next + more), 4096};
                     setrlimit(RLIMIT_NOFILE, &limit);
                     ChildEnds ends;
                     int error = 0;
                     {
                         CommandStreams streams(o.spec, o.reactor, o.recorder);
                         error = streams.open(ends);
                         opened = error == 0;
                         if (!opened && streams.hasOpenOutput())
                             return "an output is open";
                     }
                     ends = {};
                     const rlimit enough{1024, 4096};
                     setrlimit(RLIMIT_NOFILE, &enough);
                     if (!opened && error != -EMFILE)
                         return "another error: " + QByteArray::number(error);
                     if (!leftovers.check().isEmpty())
                         return leftovers.check().toLocal8Bit();
                     refused += opened ? 0 : 1;
                 }
                 return opened && refused >= 6 ? "" : "refused: " + QByteArray::number(refused);
             }),
             QByteArray());
}

void TestCommandStreams::keepsTheInputWhenDiscarded()
{
    Opened o;
    o.spec.targets[0] = Target::Pipe;
    o.spec.standardInput = "abc";
    o.spec.standardInputIsWhole = true;
    CommandStreams streams(o.spec, o.reactor, o.recorder);
    QCOMPARE(streams.open(o.ends), 0);
    streams.discard();
    QVERIFY(!streams.hasOpenOutput());
    streams.writeInput();
    QCOMPARE(o.recorder.written, 0);
    ChildEnds again;
    QCOMPARE(streams.open(again), 0);
    streams.writeInput();
    QCOMPARE(o.recorder.written, 3);
    char text[4] = {};
    QCOMPARE(read(again.fds[0], text, sizeof text), ssize_t(3));
    QCOMPARE(QByteArray(text), "abc");
    QCOMPARE(read(again.fds[0], text, sizeof text), ssize_t(0));
}

QTEST_GUILESS_MAIN(TestCommandStreams)
#include "tst_commandstreams.moc"
