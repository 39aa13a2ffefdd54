// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/testchild.h"
#include "helper/helperlink.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spawn::Wire;

// What a command has from the helper and the context, and what it must not have.
class tst_Inheritance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inheritsOnlyItsDescriptors();
    void placesDescriptors_data();
    void placesDescriptors();
    void mergesOutputs();
    void opensFilesInTheContextDirectory();
    void resetsSignals();
    void belongsToAGroupOfTheApplication_data();
    void belongsToAGroupOfTheApplication();
    void hasTheContext();
    void hasItsOwnLimits();
    void entersDirectories_data();
    void entersDirectories();
    void keepsTheContextOfItsTime();
    void ownEnvironmentReplacesTheContexts();

private:
    static void sendContext(HelperLink &link, const ContextMessage &message);
};

void tst_Inheritance::sendContext(HelperLink &link, const ContextMessage &message)
{
    std::vector<uint8_t> bytes;
    QVERIFY(message.encode(bytes, HelperLink::Generation));
    link.sendBytes(bytes);
}

void tst_Inheritance::inheritsOnlyItsDescriptors()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    const auto targets = descriptorsOf(link.output(1, testChildRequest({"fds"})));
    QCOMPARE(targets.keys(), (QList<int>{0, 1, 2}));
    QCOMPARE(targets[0], QByteArray("/dev/null"));
    QVERIFY(targets[1].startsWith("pipe:"));
    QCOMPARE(targets[2], QByteArray("/dev/null"));
}

void tst_Inheritance::placesDescriptors_data()
{
    QTest::addColumn<QList<int>>("numbers");
    QTest::newRow("in order") << QList<int>{3, 4, 5};
    QTest::newRow("backwards") << QList<int>{5, 4, 3};
    QTest::newRow("far apart") << QList<int>{700, 3, 50};
    // Where the helper has what it received: each is in the way of another.
    QTest::newRow("over their sources") << QList<int>{12, 11, 10, 9, 8, 13, 14, 15};
    QTest::newRow("as many as possible") << [] {
        QList<int> numbers;
        for (int i = 0; i < int(MaximumExtraDescriptors); ++i)
            numbers.append(3 + (i * 7) % int(MaximumExtraDescriptors));
        return numbers;
    }();
}

void tst_Inheritance::placesDescriptors()
{
    QFETCH(const QList<int>, numbers);
    const QTemporaryDir folder;
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Request request = testChildRequest({"fds"});
    std::vector<Descriptor> files;
    for (const int number : numbers) {
        const QByteArray path = folder.filePath(QString::number(number)).toUtf8();
        files.emplace_back(open(path.constData(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
        request.message.childDescriptors.push_back(number);
        request.descriptors.push_back(files.back().get());
    }
    const auto targets = descriptorsOf(link.output(1, request));
    QCOMPARE(targets.size(), numbers.size() + 3);
    for (const int number : numbers)
        QCOMPARE(targets[number], folder.filePath(QString::number(number)).toUtf8());
}

void tst_Inheritance::mergesOutputs()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Request request = testChildRequest({"writestd", "one", "two"});
    request.message.streams[2].source = Source::SameAsOutput;
    QCOMPARE(link.output(1, request), QByteArray("onetwo"));
}

void tst_Inheritance::opensFilesInTheContextDirectory()
{
    const QTemporaryDir folder;
    const QByteArray directory = folder.path().toUtf8();
    QFile input(folder.filePath(QStringLiteral("in")));
    QVERIFY(input.open(QIODevice::WriteOnly));
    input.write("text");
    input.close();
    HelperLink link;
    QVERIFY(link.startAndGreet());
    ContextMessage context;
    context.directory = directory.constData();
    context.umask = 0027;
    sendContext(link, context);
    Request request;
    request.arguments = {"sh", "-c", "cat; pwd; echo error >&2"};
    request.message.streams[0] = {Source::File, O_RDONLY, "in"};
    request.message.streams[1] = {Source::File, O_WRONLY | O_CREAT | O_TRUNC, "out"};
    request.message.streams[2] = {Source::SameAsOutput, 0, {}};
    request.message.directory = "/usr"; // the command's own does not decide where the files are
    link.spawn(1, request);
    QCOMPARE(link.end(1), (End{CLD_EXITED, 0}));
    QFile output(folder.filePath(QStringLiteral("out")));
    QVERIFY(output.open(QIODevice::ReadOnly));
    QCOMPARE(output.readAll(), QByteArray("text/usr\nerror\n"));
    QCOMPARE(output.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther),
             QFile::Permissions(QFile::ReadGroup));
}

void tst_Inheritance::resetsSignals()
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    QList<std::pair<int, struct sigaction>> saved;
    for (int number = 1; number <= 64; ++number) {
        struct sigaction old
        {
        };
        struct sigaction ignore
        {
        };
        ignore.sa_handler = SIG_IGN;
        // Ignoring SIGCHLD would take the exit status from us.
        if (number != SIGCHLD && sigaction(number, &ignore, &old) == 0)
            saved.append({number, old});
    }
    HelperLink link;
    const bool started = link.startAndGreet();
    const QByteArray output = link.output(1, testChildRequest({"state"}));
    for (const auto &[number, old] : saved)
        sigaction(number, &old, nullptr);
    sigprocmask(SIG_SETMASK, &before, nullptr);
    QVERIFY(started);
    const auto state = ::stateOf(output);
    QVERIFY(state.contains("blocked") && state.contains("ignored"));
    QCOMPARE(state["blocked"], QByteArray());
    QCOMPARE(state["ignored"], QByteArray());
}

void tst_Inheritance::belongsToAGroupOfTheApplication_data()
{
    QTest::addColumn<bool>("isDetached");
    QTest::newRow("attached") << false;
    QTest::newRow("detached") << true;
}

void tst_Inheritance::belongsToAGroupOfTheApplication()
{
    QFETCH(const bool, isDetached);
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Request request = testChildRequest({"state"});
    request.message.flags = isDetached ? uint32_t{SpawnMessage::Detached} : 0;
    const auto state = ::stateOf(link.output(1, request));
    QCOMPARE(state["pid"].toInt(), link.slot(1).pid);
    QCOMPARE(state["ppid"].toInt(), getpid());
    QCOMPARE(state["pgid"], state["pid"]);
    QCOMPARE(state["sid"].toInt(), isDetached ? link.slot(1).pid : link.processId());
    QCOMPARE(state["pdeathsig"].toInt(), isDetached ? 0 : SIGKILL);
    QCOMPARE(state["tty"], QByteArray("no"));
}

void tst_Inheritance::hasTheContext()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    rlimit files{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &files), 0);
    // Before any context: what the helper has changed for itself is not passed on.
    auto state = ::stateOf(link.output(1, testChildRequest({"state"})));
    QCOMPARE(state["limit" + QByteArray::number(RLIMIT_NOFILE)],
             QByteArray::number(files.rlim_cur) + ':' + QByteArray::number(files.rlim_max));

    ContextMessage context;
    context.directory = "/usr";
    context.umask = 0751;
    context.niceLevel = 7;
    context.limits = {{RLIMIT_NOFILE, 100, files.rlim_max}, {RLIMIT_CPU, 1000, 2000}};
    sendContext(link, context);
    state = ::stateOf(link.output(2, testChildRequest({"state"})));
    QCOMPARE(state["umask"], QByteArray("751"));
    QCOMPARE(state["nice"], QByteArray("7"));
    QCOMPARE(state["limit" + QByteArray::number(RLIMIT_NOFILE)],
             "100:" + QByteArray::number(files.rlim_max));
    QCOMPARE(state["limit" + QByteArray::number(RLIMIT_CPU)], QByteArray("1000:2000"));
    QCOMPARE(link.output(3, testChildRequest({"cwd"})), QByteArray("/usr"));
}

void tst_Inheritance::hasItsOwnLimits()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    ContextMessage context;
    context.directory = "/";
    context.niceLevel = 3;
    context.limits = {{RLIMIT_CPU, 1000, 2000}};
    sendContext(link, context);
    Request request = testChildRequest({"state"});
    request.message.flags = SpawnMessage::SetNiceLevel;
    request.message.niceLevel = 12;
    request.message.limits = {{RLIMIT_CPU, 500, 600}, {RLIMIT_NOFILE, 3, 4}};
    // Placed before the limit holds.
    request.message.childDescriptors = {9};
    request.descriptors = {STDERR_FILENO};
    request.message.streams[0] = {Source::File, O_RDONLY, "/dev/zero"};
    request.message.streams[1].source = Source::Null;
    const auto limit = [](const QMap<QByteArray, QByteArray> &state, int resource) {
        return state["limit" + QByteArray::number(resource)];
    };
    const auto state = ::stateOf(link.output(1, [&] {
        Request piped = request;
        piped.arguments
            = {"/bin/sh", "-c", "echo nice=$(nice); echo limit0=$(ulimit -t):$(ulimit -H -t)"};
        piped.message.limits[1] = {RLIMIT_NOFILE, 10, 20};
        return piped;
    }()));
    QCOMPARE(state["nice"], QByteArray("12"));
    QCOMPARE(limit(state, RLIMIT_CPU), QByteArray("500:600"));
    // The command's own limit is below the descriptors that it was given.
    link.spawn(2, request);
    QCOMPARE(link.end(2).code, int(CLD_EXITED));
    QCOMPARE(Spawn::Wire::stateOf(&link.slot(2)), LedgerState::Executing);
}

void tst_Inheritance::entersDirectories_data()
{
    QTest::addColumn<QByteArray>("directory");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("none") << QByteArray() << QByteArray("/usr");
    QTest::newRow("absolute") << QByteArray("/proc") << QByteArray("/proc");
    QTest::newRow("relative") << QByteArray("bin") << QByteArray("/usr/bin");
}

void tst_Inheritance::entersDirectories()
{
    QFETCH(const QByteArray, directory);
    QFETCH(const QByteArray, expected);
    for (const bool asDescriptor : {false, true}) {
        HelperLink link;
        QVERIFY(link.startAndGreet());
        ContextMessage context;
        context.directoryAsDescriptor = asDescriptor;
        context.directory = asDescriptor ? "" : "/usr";
        const Descriptor opened(open("/usr", O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (asDescriptor)
            link.sendLane(0, {opened.get()});
        sendContext(link, context);
        Request request = testChildRequest({"cwd"});
        request.message.directory = directory.constData();
        QCOMPARE(link.output(1, request), expected);
        // What the context's directory is needed for fails without it, and nothing else.
        context.directoryAsDescriptor = false;
        context.directory = "/no/such/directory";
        sendContext(link, context);
        request.message.streams[1].source = Source::Null;
        link.spawn(2, request);
        if (directory.startsWith('/'))
            QCOMPARE(link.end(2), (End{CLD_EXITED, 0}));
        else
            QVERIFY(link.failedAt(2, Stage::Directory, ENOENT));
    }
}

void tst_Inheritance::keepsTheContextOfItsTime()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    // All at once: each must have the one before it, whenever it is cloned.
    constexpr quint64 Count = 40;
    std::vector<uint8_t> bytes;
    std::vector<QByteArray> directories(Count);
    std::vector<QByteArray> variables(Count);
    const QTemporaryDir folder;
    for (quint64 id = 1; id <= Count; ++id) {
        QVERIFY(QDir(folder.path()).mkdir(QString::number(id)));
        directories[id - 1] = folder.filePath(QString::number(id)).toUtf8();
        ContextMessage context;
        context.directory = directories[id - 1].constData();
        context.umask = static_cast<uint32_t>(id);
        variables[id - 1] = "N=" + QByteArray::number(id);
        context.environment = {"PATH=/usr/bin:/bin", variables[id - 1].constData()};
        QVERIFY(context.encode(bytes, HelperLink::Generation));
        Request request;
        request.arguments = {"sh", "-c", "echo $(umask) $N > mark"};
        request.environment = {};
        link.prepareSlot(id);
        const auto frame = link.frameOf(id, request);
        bytes.insert(bytes.end(), frame.begin(), frame.end());
    }
    link.sendBytes(bytes);
    for (quint64 id = 1; id <= Count; ++id) {
        QCOMPARE(link.end(id), (End{CLD_EXITED, 0}));
        QFile mark(QString::fromUtf8(directories[id - 1]) + QStringLiteral("/mark"));
        QVERIFY(mark.open(QIODevice::ReadOnly));
        const QList<QByteArray> words = mark.readAll().trimmed().split(' ');
        QCOMPARE(words.value(0).toULongLong(nullptr, 8), id);
        QCOMPARE(words.value(1), QByteArray::number(id));
    }
}

void tst_Inheritance::ownEnvironmentReplacesTheContexts()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Request request;
    request.arguments = {"/usr/bin/env"};
    request.environment = {};
    QCOMPARE(link.output(1, request), QByteArray()); // before any context
    ContextMessage context;
    context.directory = "/";
    context.environment = {"A=1", "B=2", "no equals sign"};
    sendContext(link, context);
    QCOMPARE(link.output(2, request), QByteArray("A=1\nB=2\nno equals sign\n"));
    request.environment = {"C=3"};
    QCOMPARE(link.output(3, request), QByteArray("C=3\n"));
    request.environment = {};
    request.message.flags = SpawnMessage::OwnEnvironment; // and it is empty
    QCOMPARE(link.output(4, request), QByteArray());
}

QTEST_GUILESS_MAIN(tst_Inheritance)
#include "tst_inheritance.moc"
