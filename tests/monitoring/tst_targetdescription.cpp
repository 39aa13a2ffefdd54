// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/targetdescription.h"

#include "common/forkedpeer.h"
#include "common/infork.h"
#include "monitoring/runtimefolder.h"
#include "monitoring/socketdirectory.h"
#include "monitoring/targetnames.h"
#include "spawner/processstat.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

class TargetDescriptionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void roundTrip();
    void writtenFile();
    void isReplaced();
    void longestName();
    void aliveOrNot();
    void f90_squatter_data();
    void f90_squatter();
    void f90_foreignFile();
    void f92_otherFormat();
    void f92_unknownMembers();
    void hostileContent_data();
    void hostileContent();
    void fullDisk();

private:
    QByteArray path() const { return m_runtime->inside("app.7.json"); }
    QJsonObject object() const;

    const TargetNames m_names{"app.7"};
    std::unique_ptr<RuntimeFolder> m_runtime;
    SocketDirectory m_directory;
};

void TargetDescriptionTest::init()
{
    m_runtime.reset(); // gives the variable back
    m_runtime = std::make_unique<RuntimeFolder>();
    QVERIFY(!m_directory.open());
}

// As it is expected by others.
QJsonObject TargetDescriptionTest::object() const
{
    return {{u"format"_s, 1},
            {u"name"_s, u"App"_s},
            {u"processId"_s, qint64(getpid())},
            {u"processStart"_s, qint64(processStat(getpid())->startTicks)},
            {u"socket"_s, u"app.7.socket"_s},
            {u"libraryVersion"_s, u"9.9"_s}};
}

void TargetDescriptionTest::roundTrip()
{
    const QString name = u"Bücher \"€\"\n"_s;
    const TargetDescription written = TargetDescription::ofThisProcess(name, m_names);
    QVERIFY(!written.write(m_directory, m_names));
    TargetDescription read;
    const SystemError error = read.read(m_directory, m_names);
    QVERIFY2(!error, qPrintable(error.text));
    QCOMPARE(read.name, name);
    QCOMPARE(read.processId, qint64(getpid()));
    QCOMPARE(read.processStart, processStat(getpid())->startTicks);
    QCOMPARE(read.socket, "app.7.socket"_qba);
    QCOMPARE(read.libraryVersion, QStringLiteral(ASYNCSPAWNER_BUILD_ID));
    QVERIFY(read.isAlive());
}

void TargetDescriptionTest::writtenFile()
{
    for (const mode_t mask : {mode_t(0), mode_t(0777)}) {
        QCOMPARE(inFork([&]() -> QByteArray {
                     umask(mask);
                     return TargetDescription::ofThisProcess(u"App"_s, m_names)
                         .write(m_directory, m_names)
                         .text.toLocal8Bit();
                 }),
                 QByteArray());
        QCOMPARE(modeOf(path()), mode_t(S_IFREG | 0600));
        QCOMPARE(m_directory.names(), QList<QByteArray>{"app.7.json"});
    }
    const QByteArray content = fileContent(path());
    QVERIFY(content.endsWith("}\n"));
    QCOMPARE(QJsonDocument::fromJson(content).object().keys(), object().keys());
}

void TargetDescriptionTest::isReplaced()
{
    QVERIFY(writeFile(path(), "of somebody who has ended"));
    QVERIFY(writeFile(m_runtime->inside(".app.7.json"), "of somebody who ended while writing"));
    QVERIFY(!TargetDescription::ofThisProcess(u"App"_s, m_names).write(m_directory, m_names));
    TargetDescription read;
    QVERIFY(!read.read(m_directory, m_names));
    QCOMPARE(m_directory.names(), QList<QByteArray>{"app.7.json"});
}

void TargetDescriptionTest::longestName()
{
    QVERIFY(!TargetDescription::ofThisProcess(QString(100000, u'\x01'), m_names)
                 .write(m_directory, m_names));
    TargetDescription read;
    const SystemError error = read.read(m_directory, m_names);
    QVERIFY2(!error, qPrintable(error.text));
    QCOMPARE(read.name, QString(256, u'\x01'));
}

void TargetDescriptionTest::aliveOrNot()
{
    ForkedPeer peer([](ForkedPeer::Line &test) { test.await(); });
    TargetDescription description;
    QVERIFY(!description.isAlive());
    description.processId = peer.processId();
    description.processStart = processStat(peer.processId())->startTicks;
    QVERIFY(description.isAlive());
    ++description.processStart; // another one with that number
    QVERIFY(!description.isAlive());
    --description.processStart;
    kill(peer.processId(), SIGKILL);
    QTRY_VERIFY(!description.isAlive()); // not reaped
    peer.kill();
    QVERIFY(!description.isAlive());
}

void TargetDescriptionTest::f90_squatter_data()
{
    QTest::addColumn<QByteArray>("squatter");
    QTest::addColumn<QString>("text");
    QTest::newRow("directory") << "directory"_qba << u"is a directory and not a regular file"_s;
    QTest::newRow("FIFO") << "fifo"_qba << u"is a FIFO and not a regular file"_s;
    QTest::newRow("socket") << "socket"_qba << u"is a socket and not a regular file"_s;
    QTest::newRow("symbolic link") << "link"_qba << u"is a symbolic link and not a regular file"_s;
}

void TargetDescriptionTest::f90_squatter()
{
    QFETCH(QByteArray, squatter);
    QFETCH(QString, text);
    const QByteArray precious = m_runtime->bytes("precious");
    QVERIFY(writeFile(precious, QJsonDocument(object()).toJson()));
    const QByteArray content = fileContent(precious);
    if (squatter == "directory")
        QCOMPARE(mkdir(path().constData(), 0700), 0);
    else if (squatter == "fifo")
        QCOMPARE(mkfifo(path().constData(), 0600), 0);
    else if (squatter == "socket")
        QVERIFY(leaveSocket(path()));
    else
        QCOMPARE(symlink(precious.constData(), path().constData()), 0);
    const mode_t mode = modeOf(path());
    TargetDescription description = TargetDescription::ofThisProcess(u"App"_s, m_names);
    for (const SystemError &error :
         {description.write(m_directory, m_names), description.read(m_directory, m_names)}) {
        QCOMPARE(error.number, EEXIST);
        QVERIFY2(error.text.contains(text) && error.text.contains(QFile::decodeName(path())),
                 qPrintable(error.text));
    }
    QCOMPARE(modeOf(path()), mode);
    QCOMPARE(fileContent(precious), content);
    QCOMPARE(m_directory.names(), QList<QByteArray>{"app.7.json"});
}

void TargetDescriptionTest::f90_foreignFile()
{
    if (geteuid() != 0)
        QSKIP("Only root can make a file of another user's.");
    QVERIFY(writeFile(path(), QJsonDocument(object()).toJson()));
    TargetDescription description = TargetDescription::ofThisProcess(u"App"_s, m_names);
    QVERIFY(!description.read(m_directory, m_names));
    QCOMPARE(chown(path().constData(), Nobody, Nobody), 0);
    for (const SystemError &error :
         {description.write(m_directory, m_names), description.read(m_directory, m_names)}) {
        QCOMPARE(error.number, EPERM);
        QVERIFY2(error.text.contains(u"belongs to user 65534"_s), qPrintable(error.text));
    }
}

void TargetDescriptionTest::f92_otherFormat()
{
    QJsonObject newer = object();
    newer[u"format"_s] = 2;
    newer[u"socket"_s] = QJsonObject();
    QVERIFY(writeFile(path(), QJsonDocument(newer).toJson()));
    TargetDescription description;
    const SystemError error = description.read(m_directory, m_names);
    QCOMPARE(error.number, ENOTSUP);
    QVERIFY2(error.text.contains(u"has the newer format 2; this library knows 1"_s),
             qPrintable(error.text));
    // Enough to show it with the reason.
    QCOMPARE(description.name, u"App"_s);
    QVERIFY(description.isAlive());
}

void TargetDescriptionTest::f92_unknownMembers()
{
    QJsonObject more = object();
    more[u"colour"_s] = u"blue"_s;
    QVERIFY(writeFile(path(), QJsonDocument(more).toJson()));
    TargetDescription description;
    QVERIFY(!description.read(m_directory, m_names));
    QCOMPARE(description.libraryVersion, u"9.9"_s);
}

void TargetDescriptionTest::hostileContent_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("error");
    const auto with = [this](const QString &member, const QJsonValue &value) {
        QJsonObject changed = object();
        changed[member] = value;
        return QJsonDocument(changed).toJson();
    };
    QTest::newRow("empty") << QByteArray() << EBADMSG;
    QTest::newRow("garbage") << QByteArray(4096, '\xff') << EBADMSG;
    QTest::newRow("array") << "[1]"_qba << EBADMSG;
    QTest::newRow("deep") << QByteArray(4096, '[') << EBADMSG;
    QTest::newRow("cut off") << with(u"format"_s, 1).chopped(5) << EBADMSG;
    QTest::newRow("4096 bytes") << with(u"x"_s, 1).leftJustified(4096, ' ') << 0;
    QTest::newRow("4097 bytes") << with(u"x"_s, 1).leftJustified(4097, ' ') << EFBIG;
    QTest::newRow("a gigabyte") << QByteArray() << EFBIG;
    QTest::newRow("no format") << with(u"format"_s, QJsonValue::Null) << EBADMSG;
    QTest::newRow("format 0") << with(u"format"_s, 0) << EBADMSG;
    QTest::newRow("format in words") << with(u"format"_s, u"1"_s) << EBADMSG;
    QTest::newRow("process 0") << with(u"processId"_s, 0) << EBADMSG;
    QTest::newRow("process -1") << with(u"processId"_s, -1) << EBADMSG;
    QTest::newRow("process 1.5") << with(u"processId"_s, 1.5) << EBADMSG;
    QTest::newRow("process 2^32") << with(u"processId"_s, qint64(1) << 32) << EBADMSG;
    QTest::newRow("start 0") << with(u"processStart"_s, 0) << EBADMSG;
    QTest::newRow("start -1") << with(u"processStart"_s, -1) << EBADMSG;
    QTest::newRow("other socket") << with(u"socket"_s, u"b.8.socket"_s) << EBADMSG;
    QTest::newRow("socket elsewhere") << with(u"socket"_s, u"../app.7.socket"_s) << EBADMSG;
    QTest::newRow("socket is a number") << with(u"socket"_s, 7) << EBADMSG;
}

void TargetDescriptionTest::hostileContent()
{
    QFETCH(QByteArray, content);
    QFETCH(int, error);
    QVERIFY(writeFile(path(), content));
    if (content.isEmpty() && error == EFBIG)
        QCOMPARE(truncate(path().constData(), 1 << 30), 0);
    TargetDescription description;
    const SystemError refusal = description.read(m_directory, m_names);
    QCOMPARE(refusal.number, error);
    QVERIFY2(!refusal || refusal.text.contains(QFile::decodeName(path())),
             qPrintable(refusal.text));
}

void TargetDescriptionTest::fullDisk()
{
    QVERIFY(writeFile(path(), "the old one"));
    QCOMPARE(
        inFork([this]() -> QByteArray {
            signal(SIGXFSZ, SIG_IGN);
            const rlimit none{10, 10};
            if (setrlimit(RLIMIT_FSIZE, &none) != 0)
                return "no limit";
            const SystemError error
                = TargetDescription::ofThisProcess(u"App"_s, m_names).write(m_directory, m_names);
            return error.number == EFBIG ? QByteArray() : error.text.toLocal8Bit() + '!';
        }),
        QByteArray());
    QCOMPARE(fileContent(path()), "the old one"_qba);
    QCOMPARE(m_directory.names(), QList<QByteArray>{"app.7.json"});
}

QTEST_GUILESS_MAIN(TargetDescriptionTest)
#include "tst_targetdescription.moc"
