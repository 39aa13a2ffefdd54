// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>
#include <spawner/logger.h>

#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QBuffer>
#include <QtCore/QJsonDocument>
#include <QtCore/QLoggingCategory>
#include <QtCore/QRegularExpression>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;

static constexpr char Secret[] = "Hidden-4711";

// All that is said, wherever it goes.
class ListeningLogger final : public Logger
{
public:
    void log(QtMsgType, QByteArrayView category, const QString &message,
             const QJsonObject &fields) override
    {
        text += category.toByteArray() + ' ' + message.toUtf8() + ' '
            + QJsonDocument(fields).toJson(QJsonDocument::Compact) + '\n';
    }

    QByteArray text;
};

static QByteArray qtMessages;

static void keepMessage(QtMsgType, const QMessageLogContext &, const QString &message)
{
    qtMessages += message.toUtf8() + '\n';
}

// What no log line and no text of an error may hold.
class SecretsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void as25_f94_environmentIsInNoLine_data();
    void as25_f94_environmentIsInNoLine();
    void f94_secretArgumentsAreInNoLine_data();
    void f94_secretArgumentsAreInNoLine();
    void s27_theHelperTellsNoEnvironment();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    QByteArray saidAbout(const QList<Command> &commands, const QString &sink);

    SpawnerFixture m_fixture;
};

// Ways to end, of which each is written about.
static QList<Command> everyEnd()
{
    QList<Command> commands{Command({u"true"_s}),
                            Command(testChild({u"exit"_s, u"3"_s})),
                            Command(testChild({u"signal"_s, u"USR1"_s})),
                            Command({u"no-such-program"_s}),
                            Command({u"/etc/passwd"_s}),
                            Command({QString(200000, u'x')}),
                            Command(testChild({u"write"_s, u"100"_s})),
                            Command(testChild({u"sleep"_s, u"60000"_s})),
                            Command({u"true"_s}),
                            Command({u"true"_s})};
    commands[6].setOutputLimit(10);
    commands[7].setTimeout(std::chrono::milliseconds(20));
    commands[8].setWorkingDirectory(u"/no/such/folder"_s);
    commands[9].setResourceLimit(99, 1, 1);
    return commands;
}

static void addSinkColumn()
{
    QTest::addColumn<QString>("sink");
    QTest::newRow("a logger") << u"logger"_s;
    QTest::newRow("bunyan") << u"bunyan"_s;
    QTest::newRow("Qt's categories") << u"categories"_s;
}

// Runs them and kills the helper meanwhile.
QByteArray SecretsTest::saidAbout(const QList<Command> &commands, const QString &sink)
{
    ListeningLogger listening;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    BunyanLogger bunyan(&buffer, u"test"_s);
    qtMessages.clear();
    if (sink == "logger"_L1)
        spawner().setLogger(&listening);
    else if (sink == "bunyan"_L1)
        spawner().setLogger(&bunyan);
    QLoggingCategory::setFilterRules(u"spawn.*=true"_s);
    const QtMessageHandler before = qInstallMessageHandler(keepMessage);

    QByteArray said;
    for (const Command &command : commands) {
        const CommandResult result = runCommand(spawner(), command);
        said += result.errorString().toUtf8() + '\n' + result.culprit.toUtf8() + '\n';
    }
    QSignalSpy exits(&spawner(), &AsyncSpawner::exit);
    kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL);
    if (QTest::qWaitFor([&exits] { return !exits.isEmpty(); }, CommandSpy::Patience))
        said += exits[0][0].value<HelperExit>().text.toUtf8() + '\n';

    qInstallMessageHandler(before);
    QLoggingCategory::setFilterRules(QString());
    spawner().setLogger(nullptr);
    return said + listening.text + buffer.data() + qtMessages;
}

void SecretsTest::as25_f94_environmentIsInNoLine_data()
{
    addSinkColumn();
}

void SecretsTest::as25_f94_environmentIsInNoLine()
{
    QFETCH(QString, sink);
    const QByteArray variable = QByteArray("SECRET=") + Secret;
    QList<Command> commands = everyEnd();
    for (Command &command : commands)
        command.setEnvironmentBytes({variable});
    commands += everyEnd(); // these inherit it
    // Refused, and the text names the place and not the value.
    commands.append(Command({u"true"_s}));
    commands.last().setEnvironmentBytes({"A=1", Secret});
    commands.append(Command({u"true"_s}));
    commands.last().setEnvironmentBytes({variable + QByteArray("\0x", 2)});
    commands.append(Command({u"true"_s}));
    commands.last().setEnvironmentBytes(QList<QByteArray>(80, variable + QByteArray(100000, 'x')));

    qputenv("SECRET", Secret);
    const QByteArray said = saidAbout(commands, sink);
    qunsetenv("SECRET");
    QVERIFY2(!said.contains(Secret), said.constData());
    // It has heard of them at all.
    QVERIFY2(said.contains("command queued"), said.constData());
    QVERIFY2(said.contains("no-such-program"), said.constData());
    QVERIFY2(said.contains("command finished"), said.constData());
    QVERIFY2(said.contains("SIGKILL"), said.constData());
}

void SecretsTest::f94_secretArgumentsAreInNoLine_data()
{
    addSinkColumn();
}

void SecretsTest::f94_secretArgumentsAreInNoLine()
{
    QFETCH(QString, sink);
    const QString secret = QString::fromLatin1(Secret);
    QList<Command> commands{Command({u"true"_s, secret}),
                            Command({u"false"_s, secret}),
                            Command({u"no-such-"_s + secret}),
                            Command({u"/no/such/"_s + secret, secret}),
                            Command({u"true"_s, secret, QString(200000, u'x')}),
                            Command({u"true"_s, secret + u'\0'}),
                            Command({u"/etc/passwd"_s, secret})};
    for (Command &command : commands) {
        command.setSecret(true);
        command.setLabel(u"with a label"_s);
    }
    const QByteArray said = saidAbout(commands, sink);
    QVERIFY2(!said.contains(Secret), said.constData());
    QVERIFY2(!said.contains("/etc/passwd"), said.constData());
    QVERIFY2(said.contains("with a label"), said.constData());
    QVERIFY2(said.contains("command finished"), said.constData());
}

// Neither its own, which is empty, nor in its last words.
void SecretsTest::s27_theHelperTellsNoEnvironment()
{
    qputenv("SECRET", Secret);
    const CommandResult result = runCommand(spawner(), testChild({u"env"_s}));
    qunsetenv("SECRET");
    QVERIFY(fromHexLines(result.standardOutput).contains(QByteArray("SECRET=") + Secret));
    for (const char *const name : {"environ", "cmdline"}) {
        QFile file(u"/proc/%1/%2"_s.arg(spawner().helperProcessId()).arg(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains(Secret));
    }
    QSignalSpy exits(&spawner(), &AsyncSpawner::exit);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"SIGSEGV"_s));
    kill(static_cast<pid_t>(spawner().helperProcessId()), SIGSEGV);
    QTRY_COMPARE_WITH_TIMEOUT(exits.size(), 1, CommandSpy::Patience);
    const auto helperExit = exits[0][0].value<HelperExit>();
    QCOMPARE(helperExit.signalNumber, SIGSEGV);
    QVERIFY2(!helperExit.text.contains(QLatin1String(Secret)), qPrintable(helperExit.text));
}

QTEST_GUILESS_MAIN(SecretsTest)
#include "tst_secrets.moc"
