// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/logger.h"

#include "spawner/loggingcategories.h"
#include "spawner/logtarget.h"

#include <QtCore/QBuffer>
#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QSysInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Spawn;

class LoggerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesABunyanLine();
    void writesBunyanLevels_data();
    void writesBunyanLevels();
    void fieldsDoNotReplaceTheCore();
    void keepsALineOnOneLine();
    void writesALineAtOnce();
    void reachesTheFileAtOnce();
    void toleratesADevice_data();
    void toleratesADevice();
    void categoriesBeginAtWarning();
    void targetPrefersTheLogger();
    void targetAsksTheLoggerFirst();
    void targetFallsBackToTheCategory_data();
    void targetFallsBackToTheCategory();
};

class CountingDevice final : public QIODevice
{
public:
    explicit CountingDevice(bool works) : m_works(works) { open(WriteOnly | Unbuffered); }
    QByteArrayList writes;

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *bytes, qint64 size) override
    {
        writes.append(QByteArray(bytes, size));
        return m_works ? size : -1;
    }

private:
    const bool m_works;
};

class RecordingLogger final : public Logger
{
public:
    bool isEnabled(QtMsgType type, QByteArrayView) const override { return type != QtDebugMsg; }
    void log(QtMsgType, QByteArrayView category, const QString &message,
             const QJsonObject &fields) override
    {
        lines.append(category.toByteArray() + ": " + message.toUtf8() + ' '
                     + QJsonDocument(fields).toJson(QJsonDocument::Compact));
    }
    QByteArrayList lines;
};

static QJsonObject logged(QtMsgType type, const QString &message, const QJsonObject &fields = {})
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    BunyanLogger logger(&buffer, u"application"_s);
    logger.log(type, "spawn.spawner", message, fields);
    return QJsonDocument::fromJson(buffer.data()).object();
}

void LoggerTest::writesABunyanLine()
{
    const QDateTime before = QDateTime::currentDateTimeUtc();
    QJsonObject record = logged(QtInfoMsg, u"command started"_s, {{u"id"_s, 3}});
    const QString time = record.take(u"time"_s).toString();
    QCOMPARE(record,
             (QJsonObject{{u"v"_s, 0},
                          {u"level"_s, 30},
                          {u"name"_s, u"application"_s},
                          {u"hostname"_s, QSysInfo::machineHostName()},
                          {u"pid"_s, QCoreApplication::applicationPid()},
                          {u"msg"_s, u"command started"_s},
                          {u"component"_s, u"spawn.spawner"_s},
                          {u"id"_s, 3}}));

    static const QRegularExpression iso(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$"_s);
    QVERIFY2(iso.match(time).hasMatch(), qPrintable(time));
    const QDateTime written = QDateTime::fromString(time, Qt::ISODateWithMs);
    QVERIFY(written >= before && written <= QDateTime::currentDateTimeUtc());
}

void LoggerTest::writesBunyanLevels_data()
{
    QTest::addColumn<QtMsgType>("type");
    QTest::addColumn<int>("level");
    QTest::newRow("debug") << QtDebugMsg << 20;
    QTest::newRow("info") << QtInfoMsg << 30;
    QTest::newRow("warning") << QtWarningMsg << 40;
    QTest::newRow("critical") << QtCriticalMsg << 50;
    QTest::newRow("fatal") << QtFatalMsg << 60;
}

void LoggerTest::writesBunyanLevels()
{
    QFETCH(QtMsgType, type);
    QTEST(logged(type, u"text"_s)[u"level"_s].toInt(), "level");
}

void LoggerTest::fieldsDoNotReplaceTheCore()
{
    const QJsonObject plain = logged(QtInfoMsg, u"text"_s);
    QJsonObject fields;
    for (const QString &key : plain.keys())
        fields[key] = u"forged"_s;
    const QJsonObject record = logged(QtInfoMsg, u"text"_s, fields);
    QCOMPARE(record.keys(), plain.keys());
    for (const QString &key : record.keys())
        QVERIFY2(record[key] != u"forged"_s, qPrintable(key));
}

void LoggerTest::keepsALineOnOneLine()
{
    CountingDevice device(true);
    BunyanLogger logger(&device, u"two\nlines"_s);
    const QString message = u"a\nb\r\u2028\"\\"_s + QChar(0) + u"end"_s;
    logger.log(QtInfoMsg, "spawn.spawner", message, {{u"key\n"_s, u"value\n"_s}});
    QCOMPARE(device.writes.size(), 1);
    QCOMPARE(device.writes[0].count('\n'), 1);
    QVERIFY(device.writes[0].endsWith("}\n"));
    QCOMPARE(QJsonDocument::fromJson(device.writes[0])[u"msg"_s].toString(), message);
}

void LoggerTest::writesALineAtOnce()
{
    CountingDevice device(true);
    BunyanLogger logger(&device, u"application"_s);
    for (int i = 0; i < 3; ++i)
        logger.log(QtInfoMsg, "spawn.spawner", QString(100000, u'x'), {});
    QCOMPARE(device.writes.size(), 3);
}

void LoggerTest::reachesTheFileAtOnce()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"spawn.log"_s));
    QVERIFY(file.open(QIODevice::Append));
    BunyanLogger logger(&file, u"application"_s);
    logger.log(QtInfoMsg, "spawn.spawner", u"text"_s, {});

    QFile reader(file.fileName());
    QVERIFY(reader.open(QIODevice::ReadOnly));
    QVERIFY(reader.readAll().endsWith("}\n"));
}

void LoggerTest::toleratesADevice_data()
{
    QTest::addColumn<std::shared_ptr<QIODevice>>("device");
    auto closed = std::make_shared<QBuffer>();
    auto readOnly = std::make_shared<QBuffer>();
    readOnly->open(QIODevice::ReadOnly);
    auto full = std::make_shared<QFile>(u"/dev/full"_s);
    full->open(QIODevice::WriteOnly);
    QTest::newRow("none") << std::shared_ptr<QIODevice>();
    QTest::newRow("closed") << std::shared_ptr<QIODevice>(closed);
    QTest::newRow("read-only") << std::shared_ptr<QIODevice>(readOnly);
    QTest::newRow("full") << std::shared_ptr<QIODevice>(full);
    QTest::newRow("failing") << std::shared_ptr<QIODevice>(new CountingDevice(false));
}

// No crash, and no warning for each line either.
void LoggerTest::toleratesADevice()
{
    QFETCH(std::shared_ptr<QIODevice>, device);
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    BunyanLogger logger(device.get(), u"application"_s);
    for (int i = 0; i < 1000; ++i)
        logger.log(QtInfoMsg, "spawn.spawner", u"text"_s, {});

    auto *const gone = new QBuffer;
    gone->open(QIODevice::WriteOnly);
    BunyanLogger orphan(gone, u"application"_s);
    delete gone;
    orphan.log(QtInfoMsg, "spawn.spawner", u"text"_s, {});
}

void LoggerTest::categoriesBeginAtWarning()
{
    for (const QLoggingCategory *category : {&spawnerLog(), &helperLog()}) {
        QVERIFY(!category->isDebugEnabled());
        QVERIFY(!category->isInfoEnabled());
        QVERIFY(category->isWarningEnabled());
    }
    QCOMPARE(QByteArray(spawnerLog().categoryName()), "spawn.spawner");
    QCOMPARE(QByteArray(helperLog().categoryName()), "spawn.helper");
}

void LoggerTest::targetPrefersTheLogger()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    RecordingLogger logger;
    LogTarget target;
    target.setLogger(&logger);
    target.write(QtWarningMsg, helperLog(), u"text"_s, {{u"id"_s, 1}});
    QCOMPARE(logger.lines, QByteArrayList{"spawn.helper: text {\"id\":1}"});
}

void LoggerTest::targetAsksTheLoggerFirst()
{
    RecordingLogger logger;
    LogTarget target;
    target.setLogger(&logger);
    QVERIFY(target.isEnabled(QtInfoMsg, spawnerLog())); // whatever the category says
    QVERIFY(!target.isEnabled(QtDebugMsg, spawnerLog()));
    target.write(QtDebugMsg, spawnerLog(), u"text"_s);
    QVERIFY(logger.lines.isEmpty());
}

void LoggerTest::targetFallsBackToTheCategory_data()
{
    QTest::addColumn<QtMsgType>("type");
    QTest::addColumn<QtMsgType>("written");
    QTest::newRow("debug") << QtDebugMsg << QtDebugMsg;
    QTest::newRow("info") << QtInfoMsg << QtInfoMsg;
    QTest::newRow("warning") << QtWarningMsg << QtWarningMsg;
    QTest::newRow("critical") << QtCriticalMsg << QtCriticalMsg;
    QTest::newRow("fatal does not end the application") << QtFatalMsg << QtCriticalMsg;
}

void LoggerTest::targetFallsBackToTheCategory()
{
    QFETCH(QtMsgType, type);
    QFETCH(QtMsgType, written);
    QLoggingCategory::setFilterRules(u"spawn.spawner=true"_s);
    const auto cleanUp = qScopeGuard([] { QLoggingCategory::setFilterRules(QString()); });
    QVERIFY(spawnerLog().isDebugEnabled());

    const LogTarget target;
    QTest::ignoreMessage(written, "50 % \u00fc {\"id\":1}");
    target.write(type, spawnerLog(), u"50 % \u00fc"_s, {{u"id"_s, 1}});

    QTest::ignoreMessage(written, "alone");
    target.write(type, spawnerLog(), u"alone"_s);

    QLoggingCategory::setFilterRules(u"spawn.spawner=false"_s);
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    target.write(type == QtFatalMsg ? QtDebugMsg : type, spawnerLog(), u"dropped"_s);
}

QTEST_GUILESS_MAIN(LoggerTest)
#include "tst_logger.moc"
