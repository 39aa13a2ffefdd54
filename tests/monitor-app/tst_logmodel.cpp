// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logmodel.h"

#include "monitor-app/logrecords.h"

#include "models/cellrole.h"
#include "models/logfilter.h"
#include "models/logjson.h"
#include "models/tableexport.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace Spawn;

class LogModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cells();
    void escapes();
    void turnsAsARing();
    void resetsForAnotherLog();
    void isBounded();
    void weekdayAfterMidnight();
    void filters();
    void exports();

private:
    QString text(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }

    std::unique_ptr<LogModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    QList<LogSnapshot> m_records;
    const qint64 m_now = SyntheticApplication::now();
};

void LogModelTest::init()
{
    m_records = logRecords();
    m_tester.reset();
    m_model = std::make_unique<LogModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setRecords(m_records, m_now);
}

void LogModelTest::cells()
{
    QCOMPARE(m_model->rowCount(), int(m_records.size()));
    QCOMPARE(text(0, LogModel::TimeColumn), u"12:06:57.402"_qs);
    QCOMPARE(text(0, LogModel::LevelColumn), u"Debug"_qs);
    QCOMPARE(text(0, LogModel::CategoryColumn), u"spawn.spawner"_qs);
    QCOMPARE(m_model->index(0, 0).data(LogModel::CommandRole).toULongLong(), 806ULL);
    QVERIFY(!m_model->index(1, 0).data(LogModel::CommandRole).isValid());
    const auto mark = m_model->index(2, LogModel::LevelColumn).data(MarkRole).value<Mark>();
    QVERIFY((mark == Mark{Glyph::WarningSign, Tone::Warn}));
    QCOMPARE(m_model->count(LogLevel::Critical), 1);
    QCOMPARE(m_model->count(LogLevel::Warning), 6);
    QCOMPARE(m_model->count(LogLevel::Debug), 122);
    QCOMPARE(m_model->categories(),
             (QStringList{u"spawn.helper"_qs, u"spawn.monitoring"_qs, u"spawn.spawner"_qs}));
    QCOMPARE(m_model->rowOf(m_records.last().number), 0);
    QCOMPARE(m_model->rowOf(4711), -1);
    QCOMPARE(logLevel(QtFatalMsg), LogLevel::Critical);
}

void LogModelTest::escapes()
{
    m_records += {m_records.last().number + 1,    m_now, QtWarningMsg, u"a\x1b[2Jb"_qs,
                  u"one\ntwo \u202e<b>no</b>"_qs, 0};
    m_model->setRecords(m_records, m_now);
    QCOMPARE(text(0, LogModel::CategoryColumn), u"a\\x1b[2Jb"_qs);
    QCOMPARE(text(0, LogModel::MessageColumn), u"one\\ntwo \\u202e<b>no</b>"_qs);
}

void LogModelTest::turnsAsARing()
{
    const QPersistentModelIndex newest = m_model->index(0, 0);
    const QPersistentModelIndex oldest = m_model->index(m_model->rowCount() - 1, 0);
    m_records.removeFirst();
    LogSnapshot next = m_records.last();
    ++next.number;
    next.level = QtCriticalMsg;
    m_records += next;
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    QSignalSpy inserts(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_model->setRecords(m_records, m_now);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(inserts.size(), 1);
    QCOMPARE(newest.row(), 1);
    QVERIFY(!oldest.isValid());
    QCOMPARE(m_model->count(LogLevel::Critical), 2);
    QCOMPARE(m_model->count(LogLevel::Debug), 121);
    m_model->setRecords(m_records, m_now); // nothing new
    QCOMPARE(inserts.size(), 1);
}

void LogModelTest::resetsForAnotherLog()
{
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->setRecords({m_records.first()}, m_now);
    QCOMPARE(resets.size(), 1);
    QCOMPARE(m_model->count(LogLevel::Debug), 1);
    QCOMPARE(m_model->categories(), QStringList{u"spawn.spawner"_qs});
    m_model->setRecords({}, m_now);
    QCOMPARE(m_model->rowCount(), 0);
}

void LogModelTest::isBounded()
{
    QList<LogSnapshot> many;
    for (quint64 i = 1; i <= quint64(LogModel::Capacity) + 500; ++i)
        many += {i, m_now, QtDebugMsg, u"c"_qs, u"m"_qs, 0};
    m_model->setRecords(many, m_now);
    QCOMPARE(m_model->rowCount(), int(LogModel::Capacity));
    QCOMPARE(m_model->at(m_model->rowCount() - 1).number, 501ULL);
    many += {many.last().number + 1, m_now, QtDebugMsg, u"c"_qs, u"m"_qs, 0};
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->setRecords(many, m_now);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(m_model->rowCount(), int(LogModel::Capacity));
}

void LogModelTest::weekdayAfterMidnight()
{
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setRecords(m_records, m_now + 1000);
    QCOMPARE(changes.size(), 0);
    m_model->setRecords(m_records, m_now + 24 * 3600 * 1000);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(text(0, LogModel::TimeColumn), u"Thu 12:06:57.402"_qs);
}

void LogModelTest::filters()
{
    LogFilter filter;
    const QAbstractItemModelTester tester(&filter);
    filter.setSourceModel(m_model.get());
    filter.setLevel(LogLevel::Debug, false);
    filter.setLevel(LogLevel::Info, false);
    QCOMPARE(filter.rowCount(), 7);
    filter.setCategory(u"spawn.helper"_qs);
    QCOMPARE(filter.rowCount(), 2);
    filter.setCategory({});
    filter.setText(u"sigterm"_qs);
    QCOMPARE(filter.rowCount(), 1);
    filter.setLevel(LogLevel::Debug, true);
    filter.setText(u"#641"_qs);
    QCOMPARE(filter.rowCount(), 2);
    QVERIFY(filter.hidesLevels());
    filter.setLevel(LogLevel::Info, true);
    filter.setText({});
    QVERIFY(!filter.isFiltering());
    filter.sort(LogModel::TimeColumn, Qt::AscendingOrder);
    QCOMPARE(filter.index(0, 0).data(IdRole).toULongLong(), 1ULL);
}

void LogModelTest::exports()
{
    LogFilter filter;
    filter.setSourceModel(m_model.get());
    filter.setText(u"SIGSEGV"_qs);
    const QList<QByteArray> lines = csvText(filter).split('\n');
    QCOMPARE(lines.at(0), "Time,Level,Category,Message\r");
    QVERIFY(lines.at(1).startsWith("12:04:08.021,Critical,spawn.helper,\"Helper crashed: SIGSEGV"));
    const QJsonArray array = QJsonDocument::fromJson(logJson(filter)).array();
    QCOMPARE(array.size(), 1);
    const QJsonObject record = array.first().toObject();
    QCOMPARE(record.value(u"level").toString(), u"critical"_qs);
    QVERIFY(record.value(u"message").toString().contains(u'\n')); // as it was said
    QVERIFY(!record.contains(u"command"));
    filter.setText(u"#806"_qs);
    QCOMPARE(QJsonDocument::fromJson(logJson(filter)).array().first().toObject().value(u"command"),
             QJsonValue(806));
}

QTEST_GUILESS_MAIN(LogModelTest)
#include "tst_logmodel.moc"
