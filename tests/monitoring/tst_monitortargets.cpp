// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/patience.h"
#include "monitoring/monitortargets.h"

#include "common/commandspy.h"
#include "common/forkedpeer.h"
#include "common/infork.h"
#include "common/testchild.h"
#include "monitoring/monitorsocket.h"
#include "monitoring/runtimefolder.h"
#include "spawner/asyncspawner.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace Spawn;

class MonitorTargetsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void nobody();
    void listens();
    void order();
    void killedOneIsRemoved();
    void killedOneWhoseLockIsHeld();
    void whatCannotBeRead();
    void otherFilesStay();
    void notListening();
    void notListeningSinceTheDirectoryIsRefused();
    void anotherUsers();

private:
    SystemError listen(MonitorSocket &socket, const QByteArray &stem, const QString &name) const
    {
        SocketDirectory directory;
        if (SystemError error = directory.open())
            return error;
        return socket.listen(std::move(directory), TargetNames(stem), name);
    }
    // In this test's directory: others may run beside it.
    QList<MonitorTarget> found() const
    {
        QList<MonitorTarget> result;
        for (const MonitorTarget &target : findTargets()) {
            if (QFile::encodeName(target.socket).startsWith(m_runtime->inside()))
                result.append(target);
        }
        return result;
    }
    static QList<MonitorTarget> ofProcess(qint64 processId)
    {
        QList<MonitorTarget> result;
        for (const MonitorTarget &target : findTargets()) {
            if (target.processId == processId)
                result.append(target);
        }
        return result;
    }
    QList<QByteArray> names() const
    {
        SocketDirectory directory;
        (void)directory.open();
        return directory.names();
    }

    std::unique_ptr<RuntimeFolder> m_runtime;
};

// An application of that user with something that looks like a helper.
class Application final
{
public:
    Application(const QByteArray &helper, uid_t user)
        : m_peer([=](ForkedPeer::Line &test) {
              prctl(PR_SET_NAME, "the application");
              if (user != geteuid() && (setgid(user) != 0 || setuid(user) != 0))
                  _exit(1);
              prctl(PR_SET_PDEATHSIG, SIGKILL); // lost with the user
              if (fork() == 0) {
                  prctl(PR_SET_PDEATHSIG, SIGKILL);
                  execl(helper.constData(), helper.constData(), "sleep", "60000", nullptr);
                  _exit(1);
              }
              test.await();
          })
    {
    }
    qint64 processId() const { return m_peer.processId(); }

private:
    ForkedPeer m_peer;
};

void MonitorTargetsTest::init()
{
    m_runtime.reset(); // gives the variable back
    m_runtime = std::make_unique<RuntimeFolder>();
}

void MonitorTargetsTest::nobody()
{
    QCOMPARE(found().size(), 0);
    QVERIFY(!pathExists(m_runtime->inside())); // who looks makes nothing
}

void MonitorTargetsTest::listens()
{
    MonitorSocket socket([](Wire::Descriptor) {});
    QVERIFY(!listen(socket, "app.7", u"App"_s));
    const QList<MonitorTarget> targets = found();
    QCOMPARE(targets.size(), 1);
    QCOMPARE(targets[0].name, u"App"_s);
    QCOMPARE(targets[0].processId, qint64(getpid()));
    QCOMPARE(targets[0].socket, socket.path());
    QCOMPARE(targets[0].problem, QString());
    QCOMPARE(names().size(), 3);
    socket.close();
    QCOMPARE(found().size(), 0);
}

void MonitorTargetsTest::order()
{
    MonitorSocket c([](Wire::Descriptor) {});
    MonitorSocket b([](Wire::Descriptor) {});
    MonitorSocket a([](Wire::Descriptor) {});
    QVERIFY(!listen(c, "1", u"c"_s));
    QVERIFY(!listen(b, "2", u"B"_s));
    QVERIFY(!listen(a, "3", u"a"_s));
    ForkedPeer newer([this](ForkedPeer::Line &test) {
        MonitorSocket socket([](Wire::Descriptor) {});
        test.tell(listen(socket, "4", u"b"_s) ? "failed" : "listens");
        test.await();
    });
    QTRY_COMPARE(newer.told(), "listens"_qba);
    for (int i = 0; i < 3; ++i) {
        QStringList order;
        for (const MonitorTarget &target : found())
            order += target.name;
        QCOMPARE(order, (QStringList{u"a"_s, u"b"_s, u"B"_s, u"c"_s}));
    }
}

void MonitorTargetsTest::killedOneIsRemoved()
{
    ForkedPeer application([this](ForkedPeer::Line &test) {
        MonitorSocket socket([](Wire::Descriptor) {});
        test.tell(listen(socket, "app.7", u"App"_s) ? "failed" : "listens");
        test.await();
    });
    QTRY_COMPARE(application.told(), "listens"_qba);
    QCOMPARE(found().size(), 1);
    QCOMPARE(found()[0].processId, qint64(application.processId()));
    QCOMPARE(found()[0].problem, QString());
    application.kill();
    QCOMPARE(names().size(), 3);
    QVERIFY(writeFile(m_runtime->inside(".app.7.json"), "cut o"));
    QCOMPARE(found().size(), 0);
    QCOMPARE(names(), QList<QByteArray>());
}

void MonitorTargetsTest::killedOneWhoseLockIsHeld()
{
    ForkedPeer application([this](ForkedPeer::Line &test) {
        MonitorSocket socket([](Wire::Descriptor) {});
        const bool listens = !listen(socket, "app.7", u"App"_s);
        const pid_t copy = fork();
        if (copy == 0) {
            pause();
            _exit(0);
        }
        test.tell(listens ? QByteArray::number(copy) + '\n' : "failed");
        test.await();
    });
    QTRY_VERIFY(application.told().endsWith('\n'));
    const pid_t copy = application.told().trimmed().toInt();
    application.kill();
    const QList<MonitorTarget> targets = found();
    const QList<QByteArray> left = names();
    kill(copy, SIGKILL);
    QCOMPARE(targets.size(), 1);
    QVERIFY2(targets[0].problem.contains(u"another one still holds its lock"_s),
             qPrintable(targets[0].problem));
    QCOMPARE(left.size(), 3);
    QTRY_COMPARE(found().size(), 0);
    QCOMPARE(names(), QList<QByteArray>());
}

void MonitorTargetsTest::whatCannotBeRead()
{
    MonitorSocket socket([](Wire::Descriptor) {});
    QVERIFY(!listen(socket, "a", u"a"_s));
    QByteArray newer = fileContent(m_runtime->inside("a.json"));
    QVERIFY(newer.contains("\"format\":1"));
    newer.replace("\"format\":1", "\"format\":2").replace("\"name\":\"a\"", "\"name\":\"e\"");
    QVERIFY(writeFile(m_runtime->inside("b.json"), "garbage"));
    QCOMPARE(mkfifo(m_runtime->inside("c.json").constData(), 0600), 0);
    QCOMPARE(symlink("a.json", m_runtime->inside("d.json").constData()), 0);
    QVERIFY(writeFile(m_runtime->inside("e.json"), newer));
    if (geteuid() == 0) {
        QVERIFY(writeFile(m_runtime->inside("f.json"), fileContent(m_runtime->inside("a.json"))));
        QCOMPARE(chown(m_runtime->inside("f.json").constData(), Nobody, Nobody), 0);
    }
    const QList<MonitorTarget> targets = found();
    QCOMPARE(targets.size(), geteuid() == 0 ? 6 : 5);
    const QStringList problems{QString(),
                               u"is not the description of a monitor target"_s,
                               u"is a FIFO and not a regular file"_s,
                               u"is a symbolic link and not a regular file"_s,
                               u"has the newer format 2"_s,
                               u"belongs to user 65534"_s};
    for (qsizetype i = 0; i < targets.size(); ++i) {
        QCOMPARE(targets[i].name, QString(QChar(u'a' + char16_t(i))));
        QCOMPARE(targets[i].problem.isEmpty(), i == 0);
        QVERIFY2(targets[i].problem.contains(problems[i]), qPrintable(targets[i].problem));
    }
    QVERIFY(pathExists(m_runtime->inside("b.json")));
    QVERIFY(pathExists(m_runtime->inside("f.json")) || geteuid() != 0);
}

void MonitorTargetsTest::otherFilesStay()
{
    SocketDirectory directory;
    QVERIFY(!directory.open());
    for (const char *name : {"a.lock", "a.socket", ".a.json", "a b.json", ".json", "README"})
        QVERIFY(writeFile(m_runtime->inside(name), "x"));
    const QList<QByteArray> before = names();
    QCOMPARE(found().size(), 0);
    QCOMPARE(names(), before);
}

void MonitorTargetsTest::notListening()
{
    AsyncSpawner spawner;
    QVERIFY(runCommand(spawner, testChild({u"exit"_s, u"0"_s})).isSuccess());
    QList<MonitorTarget> targets = ofProcess(getpid());
    QCOMPARE(targets.size(), 1);
    QCOMPARE(targets[0].name, u"tst_monitoring_"_s);
    QCOMPARE(targets[0].socket, QString());
    QVERIFY2(targets[0].problem.contains(u"ASYNCSPAWNER_MONITOR=1"_s),
             qPrintable(targets[0].problem));

    MonitorSocket socket([](Wire::Descriptor) {});
    QVERIFY(!listen(socket, "app.7", u"App"_s));
    targets = ofProcess(getpid());
    QCOMPARE(targets.size(), 1);
    QCOMPARE(targets[0].name, u"App"_s);
    QCOMPARE(targets[0].problem, QString());
}

void MonitorTargetsTest::notListeningSinceTheDirectoryIsRefused()
{
    const QByteArray helper = m_runtime->bytes("asyncspawner-helper");
    QVERIFY(QFile::copy(testChildProgram(), QFile::decodeName(helper)));
    const Application application(helper, geteuid());
    QTRY_COMPARE_WITH_TIMEOUT(ofProcess(application.processId()).size(), 1, Patience);
    QVERIFY(ofProcess(application.processId())[0].problem.contains(u"ASYNCSPAWNER_MONITOR=1"_s));
    // Replaced by a newer one.
    QVERIFY(QFile::remove(QFile::decodeName(helper)));
    QCOMPARE(ofProcess(application.processId()).size(), 1);

    QCOMPARE(mkdir(m_runtime->inside().constData(), 0755), 0);
    const QList<MonitorTarget> targets = ofProcess(application.processId());
    QCOMPARE(targets.size(), 1);
    QVERIFY2(targets[0].problem.contains(u"is not private"_s), qPrintable(targets[0].problem));
}

void MonitorTargetsTest::anotherUsers()
{
    if (geteuid() != 0)
        QSKIP("Only root can become another user.");
    const QByteArray helper = m_runtime->bytes("asyncspawner-helper");
    QVERIFY(QFile::copy(testChildProgram(), QFile::decodeName(helper)));
    QCOMPARE(chmod(m_runtime->bytes().constData(), 0755), 0);
    QCOMPARE(chmod(helper.constData(), 0755), 0);
    const Application application(helper, Nobody);
    QTRY_COMPARE_WITH_TIMEOUT(ofProcess(application.processId()).size(), 1, Patience);
    const QList<MonitorTarget> targets = ofProcess(application.processId());
    QCOMPARE(targets[0].name, u"the application"_s);
    QCOMPARE(targets[0].problem, u"It belongs to another user"_s);

    // And the other way round: without root's rights there is nothing to see but the name.
    const Application ours(helper, geteuid());
    QTRY_COMPARE_WITH_TIMEOUT(ofProcess(ours.processId()).size(), 1, Patience);
    QCOMPARE(inFork([&]() -> QByteArray {
                 if (setgid(Nobody) != 0 || setuid(Nobody) != 0)
                     return "cannot become another user";
                 const QList<MonitorTarget> seen = ofProcess(ours.processId());
                 return seen.size() == 1 && seen[0].problem == u"It belongs to another user"_s
                     ? ""
                     : QByteArray::number(seen.size()) + " are seen";
             }),
             QByteArray());

    // A program of another name is nobody's helper.
    const QByteArray other = m_runtime->bytes("asyncspawner-he");
    QCOMPARE(rename(helper.constData(), other.constData()), 0);
    const Application without(other, Nobody);
    const QByteArray children = "/proc/" + QByteArray::number(without.processId()) + "/task/"
        + QByteArray::number(without.processId()) + "/children";
    QTRY_VERIFY(!fileContent("/proc/" + fileContent(children).trimmed() + "/comm")
                     .indexOf("asyncspawner-he"));
    QCOMPARE(ofProcess(without.processId()).size(), 0);
}

QTEST_GUILESS_MAIN(MonitorTargetsTest)
#include "tst_monitortargets.moc"
