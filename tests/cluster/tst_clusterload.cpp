// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace Spawn;

// The example under a thousand connections that ask all the time. What wrk counts as errors is what
// its clients have lost.
class ClusterLoadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), Patience); }

    void killedWorkerAndReload();

private:
    static constexpr int Patience = 60000; // ms; the upper bound of a wait
    static constexpr int Connections = 1000;

    struct Errors
    {
        int connect = -1;
        int read = -1;
        int write = -1;
        int timeout = -1;
    };
    static Errors errorsOf(const QByteArray &report);
    static qsizetype connectionsOf(qint64 processId);

    SpawnerFixture m_fixture;
};

ClusterLoadTest::Errors ClusterLoadTest::errorsOf(const QByteArray &report)
{
    static const QRegularExpression line(
        u"Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)"_s);
    static const QRegularExpression status(u"Non-2xx"_s);
    const QString text = QString::fromUtf8(report);
    if (!text.contains(u"requests in "_s) || text.contains(status))
        return {};
    const QRegularExpressionMatch found = line.match(text);
    if (!found.hasMatch())
        return {0, 0, 0, 0}; // it says so only if there are some
    return {found.captured(1).toInt(), found.captured(2).toInt(), found.captured(3).toInt(),
            found.captured(4).toInt()};
}

// And a few sockets more, which the process has anyhow.
qsizetype ClusterLoadTest::connectionsOf(qint64 processId)
{
    const QDir folder(u"/proc/%1/fd"_s.arg(processId));
    qsizetype count = 0;
    for (const QString &name : folder.entryList(QDir::Files | QDir::System))
        count += QFileInfo(folder.filePath(name)).symLinkTarget().contains(u"socket:["_s);
    return count;
}

void ClusterLoadTest::killedWorkerAndReload()
{
    QTcpServer free;
    QVERIFY(free.listen(QHostAddress::Any));
    const QString port = QString::number(free.serverPort());
    free.close();
    Command server({HELLOSERVER, u"--port"_s, port, u"--workers"_s, u"3"_s});
    server.setStandardOutputMode(Command::OutputMode::Stream);
    server.setResourceLimit(RLIMIT_NOFILE, 4096, 4096);
    CommandSpy primary(m_fixture.spawner().aspawn(server));
    QByteArray said;
    connect(primary.reply(), &CommandReply::readyReadStandardOutput, this,
            [&] { said += primary.reply()->readAllStandardOutput(); });
    QTRY_COMPARE_WITH_TIMEOUT(said.count(" listens "), 3, Patience);

    Command load({u"wrk"_s, u"-t1"_s, u"-c%1"_s.arg(Connections), u"-d8s"_s, u"--timeout"_s,
                  u"60s"_s, u"http://127.0.0.1:%1/"_s.arg(port)});
    load.setResourceLimit(RLIMIT_NOFILE, 4096, 4096);
    CommandSpy clients(m_fixture.spawner().aspawn(load));
    static const QRegularExpression first(u"worker 1 \\((\\d+)\\)"_s);
    const qint64 victim = first.match(QString::fromUtf8(said)).captured(1).toLongLong();
    QTRY_VERIFY_WITH_TIMEOUT(connectionsOf(victim) > Connections / 4, Patience);
    // It has as many when it dies as are counted: it takes none meanwhile.
    kill(static_cast<pid_t>(victim), SIGSTOP);
    const qsizetype lost = connectionsOf(victim);
    kill(static_cast<pid_t>(victim), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(said.count(" listens "), 4, Patience);
    kill(static_cast<pid_t>(primary.processId()), SIGHUP);
    QTRY_COMPARE_WITH_TIMEOUT(said.count("reloaded\n"), 1, Patience);
    QVERIFY(!clients.isFinished()); // all of that under load

    QTRY_VERIFY_WITH_TIMEOUT(clients.isFinished(), Patience);
    const QByteArray report = clients.result().standardOutput;
    const Errors errors = errorsOf(report);
    QVERIFY2(errors.connect == 0 && errors.timeout == 0, report.constData());
    QVERIFY2(errors.read >= 0 && errors.read + errors.write <= lost,
             qPrintable(u"%1 of %2 lost\n%3"_s.arg(errors.read + errors.write)
                            .arg(lost)
                            .arg(QString::fromUtf8(report))));
    kill(static_cast<pid_t>(primary.processId()), SIGTERM);
    QTRY_VERIFY_WITH_TIMEOUT(primary.isFinished(), Patience);
    QCOMPARE(primary.result().exitCode, 0);
}

QTEST_GUILESS_MAIN(ClusterLoadTest)

#include "tst_clusterload.moc"
