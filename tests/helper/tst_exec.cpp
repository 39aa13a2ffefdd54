// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "helper/helperlink.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spawn::Wire;

class tst_Exec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void reportsTheExit_data();
    void reportsTheExit();
    void passesBytesExactly();
    void tellsThatALongCommandHasExecuted();
    void reportsWhyItDidNotExecute_data();
    void reportsWhyItDidNotExecute();
    void executesWhatIsWrittenFor40Milliseconds();
    void searchesThePath_data();
    void searchesThePath();
    void reportsTheFailingStep_data();
    void reportsTheFailingStep();
    void neverRunsWhatWasCancelled();
    void reportsAFailedClone();

private:
    QByteArray path(const char *name) const { return m_folder->path().toUtf8() + '/' + name; }
    void write(const char *name, const QByteArray &content, mode_t mode);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_Exec::write(const char *name, const QByteArray &content, mode_t mode)
{
    QFile file(QString::fromUtf8(path(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    QCOMPARE(chmod(path(name).constData(), mode), 0);
}

void tst_Exec::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write("plain", "no program\n", 0644);
    write("no-format", "no program\n", 0755);
    write("empty", "", 0755);
    write("no-interpreter", "#!/no/such/interpreter\n", 0755);
    write("loop", "#!" + path("loop") + '\n', 0755);
    QVERIFY(QFile::copy(QString::fromUtf8(TESTCHILD), QString::fromUtf8(path("busy"))));
    QCOMPARE(symlink("circle", path("circle").constData()), 0);
    for (const char *folder : {"denied", "good", "directory"})
        QCOMPARE(mkdir(path(folder).constData(), 0755), 0);
    write("denied/tool", "#!/bin/sh\nexit 1\n", 0644);
    write("good/tool", "#!/bin/sh\nexit 9\n", 0755);
    write("directory/broken", "#!/no/such/interpreter\n", 0755);
}

void tst_Exec::reportsTheExit_data()
{
    QTest::addColumn<QList<QByteArray>>("words");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::newRow("exits with 0") << QList<QByteArray>{"exit", "0"} << int(CLD_EXITED) << 0;
    QTest::newRow("exits with 255") << QList<QByteArray>{"exit", "255"} << int(CLD_EXITED) << 255;
    QTest::newRow("exits with 127") << QList<QByteArray>{"exit", "127"} << int(CLD_EXITED) << 127;
    QTest::newRow("killed by SIGKILL")
        << QList<QByteArray>{"signal", "KILL"} << int(CLD_KILLED) << SIGKILL;
}

void tst_Exec::reportsTheExit()
{
    QFETCH(const QList<QByteArray>, words);
    QFETCH(const int, code);
    QFETCH(const int, status);
    HelperLink link;
    QVERIFY(link.startAndGreet());
    link.spawn(1, testChildRequest(words));
    QCOMPARE(link.end(1), (End{code, status}));
    QCOMPARE(stateOf(&link.slot(1)), LedgerState::Executing);
    QVERIFY(link.slot(1).pid > 1);
}

void tst_Exec::passesBytesExactly()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    QByteArray odd;
    for (int byte = 1; byte < 256; ++byte)
        odd.append(char(byte));
    Request request = testChildRequest({"args", "", odd});
    QList<QByteArray> lines = link.output(1, request).split('\n');
    QCOMPARE(lines.size(), 5); // the last is empty
    QCOMPARE(QByteArray::fromHex(lines[1]), QByteArray("args"));
    QCOMPARE(lines[2], QByteArray());
    QCOMPARE(QByteArray::fromHex(lines[3]), odd);

    request = testChildRequest({"env"});
    request.environment = {"A=1", "A=2", "B=" + odd, "no equals sign"};
    lines = link.output(2, request).split('\n');
    QCOMPARE(lines.size(), 5);
    for (int i = 0; i < 4; ++i)
        QCOMPARE(QByteArray::fromHex(lines[i]), request.environment[i]);
}

void tst_Exec::tellsThatALongCommandHasExecuted()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    link.spawn(1, testChildRequest({"sleep", "30000"}));
    const auto answer = link.answer(MessageType::Executed);
    QVERIFY(answer);
    const auto executed = ExecutedMessage::decode(answer->bytes());
    QVERIFY(executed);
    QCOMPARE(executed->ids, std::vector<uint64_t>{1});
    QCOMPARE(stateOf(&link.slot(1)), LedgerState::Executing);
    QVERIFY(link.isCloned(1));
}

void tst_Exec::reportsWhyItDidNotExecute_data()
{
    QTest::addColumn<QByteArray>("program"); // in the folder, unless it is absolute or "="
    QTest::addColumn<QList<QByteArray>>("arguments");
    QTest::addColumn<int>("error");
    QTest::addColumn<quint32>("detail");
    const QList<QByteArray> none;
    QTest::newRow("no such program")
        << QByteArray("no-such") << none << ENOENT << quint32{NoDetail};
    QTest::newRow("not executable") << QByteArray("plain") << none << EACCES << quint32{NoDetail};
    QTest::newRow("a directory") << QByteArray("directory") << none << EACCES << quint32{NoDetail};
    QTest::newRow("below a file") << QByteArray("plain/x") << none << ENOTDIR << quint32{NoDetail};
    QTest::newRow("link to itself") << QByteArray("circle") << none << ELOOP << quint32{NoDetail};
    QTest::newRow("interpreter of itself")
        << QByteArray("loop") << none << ELOOP << quint32{NoDetail};
    QTest::newRow("unknown format")
        << QByteArray("no-format") << none << ENOEXEC << quint32{NoDetail};
    QTest::newRow("empty file") << QByteArray("empty") << none << ENOEXEC << quint32{NoDetail};
    QTest::newRow("missing interpreter")
        << QByteArray("no-interpreter") << none << ENOENT << quint32{InterpreterMissing};
    QTest::newRow("argument too long")
        << QByteArray(TESTCHILD) << QList<QByteArray>{"exit", QByteArray(131072, 'x')} << E2BIG
        << quint32{NoDetail};
    QTest::newRow("arguments too long")
        << QByteArray(TESTCHILD) << QList<QByteArray>(50, QByteArray(131000, 'x')) << E2BIG
        << quint32{NoDetail};
    QTest::newRow("open for writing") << QByteArray("busy") << none << ETXTBSY << quint32{NoDetail};
    QTest::newRow("empty name") << QByteArray("=") << none << ENOENT << quint32{NoDetail};
    QTest::newRow("name too long")
        << QByteArray("=" + QByteArray(300, 'x')) << none << ENAMETOOLONG << quint32{NoDetail};
    QTest::newRow("not in the path")
        << QByteArray("=no-such") << none << ENOENT << quint32{NoDetail};
}

void tst_Exec::reportsWhyItDidNotExecute()
{
    QFETCH(QByteArray, program);
    QFETCH(const QList<QByteArray>, arguments);
    QFETCH(const int, error);
    QFETCH(const quint32, detail);
    const Descriptor writer(open(path("busy").constData(), O_WRONLY | O_CLOEXEC));
    HelperLink link;
    QVERIFY(link.startAndGreet());
    if (program.startsWith('='))
        program.remove(0, 1);
    else if (!program.startsWith('/'))
        program = path(program.constData());
    Request request;
    request.arguments = QList<QByteArray>{program} + arguments;
    link.spawn(1, request);
    QVERIFY(link.failedAt(1, Stage::Exec, error, detail));
    QVERIFY(link.answersPing(1));
}

void tst_Exec::executesWhatIsWrittenFor40Milliseconds()
{
    Descriptor writer(open(path("busy").constData(), O_WRONLY | O_CLOEXEC));
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Request request;
    request.arguments = {path("busy"), "exit", "6"};
    link.spawn(1, request);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(&link.slot(1)), LedgerState::Executing, Patience);
    writer.reset();
    QCOMPARE(link.end(1), (End{CLD_EXITED, 6}));
}

void tst_Exec::searchesThePath_data()
{
    QTest::addColumn<QByteArray>("path"); // @ is the folder
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<int>("exitCode"); // or a negative errno
    QTest::addColumn<quint32>("detail");
    const quint32 none = NoDetail;
    const QByteArray tool("tool");
    QTest::newRow("in the first") << QByteArray("PATH=@/good:@/denied") << tool << 9 << none;
    QTest::newRow("denied before it") << QByteArray("PATH=@/denied:@/good") << tool << 9 << none;
    QTest::newRow("a file before it") << QByteArray("PATH=@/plain:@/good") << tool << 9 << none;
    QTest::newRow("a circle before it") << QByteArray("PATH=@/circle:@/good") << tool << 9 << none;
    QTest::newRow("a directory too long")
        << "PATH=/" + QByteArray(5000, 'x') + ":@/good" << tool << 9 << none;
    QTest::newRow("only denied") << QByteArray("PATH=@/denied:@/directory") << tool << -EACCES
                                 << none;
    QTest::newRow("nowhere") << QByteArray("PATH=@/directory:@") << tool << -ENOENT << none;
    QTest::newRow("without its interpreter")
        << QByteArray("PATH=@/directory:@/good") << QByteArray("broken") << -ENOENT
        << quint32{InterpreterMissing};
    QTest::newRow("unknown format stops")
        << QByteArray("PATH=@:@/good") << QByteArray("no-format") << -ENOEXEC << none;
    QTest::newRow("empty part is the directory")
        << QByteArray("PATH=@/directory:") << tool << 9 << none;
    QTest::newRow("empty PATH is the directory") << QByteArray("PATH=") << tool << 9 << none;
    QTest::newRow("without PATH") << QByteArray("OTHER=@/good") << QByteArray("true") << 0 << none;
    QTest::newRow("not through the default")
        << QByteArray("PATH=@") << QByteArray("true") << -ENOENT << none;
    QTest::newRow("name with a slash")
        << QByteArray("PATH=/nowhere") << QByteArray("./tool") << 9 << none;
}

void tst_Exec::searchesThePath()
{
    QFETCH(QByteArray, path);
    QFETCH(const QByteArray, program);
    QFETCH(const int, exitCode);
    QFETCH(const quint32, detail);
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Request request;
    request.arguments = {program};
    request.environment = {path.replace('@', m_folder->path().toUtf8())};
    if (path.startsWith("PATH="))
        request.environment.append("PATH=/ignored"); // the first one counts
    const QByteArray directory = this->path("good");
    request.message.directory = directory.constData();
    link.spawn(1, request);
    if (exitCode >= 0)
        QCOMPARE(link.end(1), (End{CLD_EXITED, exitCode}));
    else
        QVERIFY(link.failedAt(1, Stage::Exec, -exitCode, detail));
}

void tst_Exec::reportsTheFailingStep_data()
{
    QTest::addColumn<SpawnMessage>("message"); // the texts are literals
    QTest::addColumn<int>("stage");
    QTest::addColumn<int>("error");
    QTest::addColumn<quint32>("detail");
    SpawnMessage message;
    message.directory = "/no/such/directory";
    QTest::newRow("no such directory") << message << int(Stage::Directory) << ENOENT << 0U;
    message.directory = "/proc/version";
    QTest::newRow("directory is a file") << message << int(Stage::Directory) << ENOTDIR << 0U;
    message = {};
    message.streams[1] = {Source::File, O_WRONLY | O_CREAT, "/no/such/file"};
    QTest::newRow("output file") << message << int(Stage::Descriptor) << ENOENT
                                 << quint32{ChildDescriptor + 1};
    message.streams[1] = {};
    message.streams[0] = {Source::File, O_RDONLY, "relative"};
    QTest::newRow("input file") << message << int(Stage::Descriptor) << ENOENT
                                << quint32{ChildDescriptor};
    message = {};
    message.limits = {{RLIMIT_NOFILE, 20, 10}};
    QTest::newRow("soft limit above the hard one")
        << message << int(Stage::Limit) << EINVAL << quint32{Resource} + RLIMIT_NOFILE;
    message.limits = {{77, 1, 1}};
    QTest::newRow("no such limit")
        << message << int(Stage::Limit) << EINVAL << quint32{Resource + 77};
    message = {};
    message.childDescriptors = {5, 2000000000};
    QTest::newRow("descriptor out of range")
        << message << int(Stage::Descriptor) << EBADF << quint32{ChildDescriptor + 2000000000};
}

void tst_Exec::reportsTheFailingStep()
{
    QFETCH(const SpawnMessage, message);
    QFETCH(const int, stage);
    QFETCH(const int, error);
    QFETCH(const quint32, detail);
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Request request = testChildRequest({"exit", "0"});
    request.message = message;
    request.descriptors.assign(message.childDescriptors.size(), 0);
    link.spawn(1, request);
    QVERIFY(link.failedAt(1, Stage(stage), error, detail));
}

void tst_Exec::neverRunsWhatWasCancelled()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Request request = testChildRequest({"append", path("ran")});
    request.message.streams[1].source = Source::Lane;
    link.prepareSlot(1);
    QVERIFY(exchangeState(&link.slot(1), LedgerState::Prepared, LedgerState::Cancelled));
    link.sendLane(1, {STDOUT_FILENO});
    link.sendBytes(link.frameOf(1, request));
    const auto answer = link.answer(MessageType::Refused, 1);
    QVERIFY(answer);
    QCOMPARE(answer->generation, HelperLink::Generation);
    const auto refused = RefusedMessage::decode(answer->bytes());
    QVERIFY(refused);
    QCOMPARE(refused->stage, Stage::Queue);
    QCOMPARE(refused->error, ECANCELED);
    QCOMPARE(link.slot(1).pid, 0);
    QVERIFY(!link.hasPidfd(1));
    QVERIFY(!QFile::exists(QString::fromUtf8(path("ran"))));
}

void tst_Exec::reportsAFailedClone()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    // No room for the pidfd, which the clone makes. Descriptors of the helper: 0 to 5, the null
    // device, the application's pidfd and epoll.
    rlimit limit{};
    QCOMPARE(prlimit(link.processId(), RLIMIT_NOFILE, nullptr, &limit), 0);
    limit.rlim_cur = 9;
    QCOMPARE(prlimit(link.processId(), RLIMIT_NOFILE, &limit, nullptr), 0);
    link.spawn(1, testChildRequest({"exit", "0"}));
    const auto answer = link.answer(MessageType::Refused, 1);
    QVERIFY(answer);
    const auto refused = RefusedMessage::decode(answer->bytes());
    QVERIFY(refused);
    QCOMPARE(refused->stage, Stage::Fork);
    QCOMPARE(refused->error, EMFILE);
    QCOMPARE(link.slot(1).pid, 0);
}

QTEST_GUILESS_MAIN(tst_Exec)
#include "tst_exec.moc"
