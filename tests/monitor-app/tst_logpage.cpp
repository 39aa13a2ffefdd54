// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "log/logpage.h"

#include "monitor-app/logrecords.h"

#include "log/logdelegate.h"
#include "log/logdetails.h"
#include "look/theme.h"
#include "models/cellrole.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "window/shownapplication.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>

using namespace Spawn;

class LogPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void chipsAreIndependent();
    void filterAndEscape();
    void emptyStates();
    void followsUntilScrolled();
    void linkOpensCommand();
    void detailsAndKeys();
    void detailsOfTheHelper();
    void exportsWhatIsShown();
    void isNamed();

private:
    void say(const QString &message);
    QuietButton *chip(const QString &name) const;
    RowTable *table() const { return m_page->findChild<RowTable *>(); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<LogPage> m_page;
    std::unique_ptr<ShownApplication> m_shown;
    SyntheticApplication *m_source = nullptr;
};

void LogPageTest::init()
{
    m_theme = std::make_unique<Theme>(Theme::Choice::Light);
    m_source = new SyntheticApplication;
    m_source->fill();
    m_source->value.log = logRecords();
    m_shown
        = std::make_unique<ShownApplication>(m_source, [] { return SyntheticApplication::now(); });
    m_page = std::make_unique<LogPage>();
    m_page->resize(1072, 728);
    m_page->setApplication(m_shown.get());
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void LogPageTest::cleanup()
{
    m_page.reset();
    m_shown.reset();
    m_theme.reset();
}

void LogPageTest::say(const QString &message)
{
    QList<LogSnapshot> &log = m_source->value.log;
    log += {log.last().number + 1,
            SyntheticApplication::now(),
            QtWarningMsg,
            u"spawn.helper"_qs,
            message,
            0};
    Q_EMIT m_source->changed({});
}

QuietButton *LogPageTest::chip(const QString &name) const
{
    for (QuietButton *const button : m_page->findChildren<QuietButton *>()) {
        if (button->text() == name)
            return button;
    }
    return nullptr;
}

void LogPageTest::chipsAreIndependent()
{
    QCOMPARE(table()->model()->rowCount(), 134);
    chip(u"Debug"_qs)->click();
    QCOMPARE(table()->model()->rowCount(), 12);
    chip(u"Warning"_qs)->click();
    QCOMPARE(table()->model()->rowCount(), 6);
    QVERIFY(chip(u"Info"_qs)->isChecked());
    chip(u"Debug"_qs)->click();
    QCOMPARE(table()->model()->rowCount(), 128);
}

void LogPageTest::filterAndEscape()
{
    QVERIFY(m_page->focusFilter());
    auto *const field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(field);
    // A letter of the page is text here.
    QTest::keyClicks(field, QStringLiteral("f"));
    QCOMPARE(field->text(), u"f"_qs);
    QVERIFY(m_page->isFollowing());
    field->setText(QStringLiteral("sigsegv"));
    QCOMPARE(table()->model()->rowCount(), 1);
    QVERIFY(m_page->clear());
    QCOMPARE(table()->model()->rowCount(), 134);
    QVERIFY(!m_page->clear());
    QVERIFY(m_page->find(QStringLiteral("ENOENT")));
    QCOMPARE(table()->selectionModel()->selectedRows().size(), 1);
}

void LogPageTest::emptyStates()
{
    QLabel *const label = m_page->findChild<QLabel *>();
    for (const QString &name : {u"Debug"_qs, u"Info"_qs, u"Warning"_qs, u"Critical"_qs})
        chip(name)->click();
    QVERIFY(label->isVisible());
    QCOMPARE(label->text(), u"No records at this level; 134 are hidden."_qs);
    m_page->clear();
    QVERIFY(!label->isVisible());
    m_page->findChild<QLineEdit *>()->setText(u"<b>nothing"_qs);
    QVERIFY(label->text().startsWith(u"No record matches “<b>nothing”"));
    QCOMPARE(label->textFormat(), Qt::PlainText);
    m_page->clear();
    m_source->value.log.clear();
    Q_EMIT m_source->changed({});
    QTRY_VERIFY(label->text().startsWith(u"Nothing has been logged yet."));
}

void LogPageTest::followsUntilScrolled()
{
    QScrollBar *const bar = table()->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    say(u"one"_qs);
    QTRY_COMPARE(table()->model()->rowCount(), 135);
    QCOMPARE(bar->value(), 0);
    QVERIFY(m_page->isFollowing());
    bar->setValue(240);
    QVERIFY(!m_page->isFollowing());
    const quint64 first = table()->indexAt(QPoint(0, 0)).data(IdRole).toULongLong();
    say(u"two"_qs);
    QTRY_COMPARE(table()->model()->rowCount(), 136);
    QCOMPARE(bar->value(), 264);
    QCOMPARE(table()->indexAt(QPoint(0, 0)).data(IdRole).toULongLong(), first);
    QTest::keyClick(table(), Qt::Key_F);
    QVERIFY(m_page->isFollowing());
    QCOMPARE(bar->value(), 0);
}

void LogPageTest::linkOpensCommand()
{
    QSignalSpy opened(m_page.get(), &Page::opened);
    const QModelIndex index = table()->model()->index(0, LogModel::MessageColumn);
    const QRect cell = table()->visualRect(index);
    const QRect link = LogDelegate::linkRect(cell, index);
    QVERIFY(cell.contains(link));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {},
                      QPoint(link.left() - 20, link.center().y()));
    QCOMPARE(opened.size(), 0);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, link.center());
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().value<Subject>().command, 806ULL);
    QVERIFY(LogDelegate::linkRect(cell, index.siblingAtRow(1)).isEmpty());
}

void LogPageTest::detailsAndKeys()
{
    auto *const details = m_page->findChild<LogDetails *>();
    QVERIFY(!details->isVisible());
    table()->setFocus();
    table()->selectRow(2);
    QVERIFY(details->isVisible());
    QCOMPARE(details->subject().command, 813ULL);
    QVERIFY(m_page->clear());
    QVERIFY(!details->isVisible());
    QTest::keyClick(table(), Qt::Key_Return);
    QVERIFY(details->isVisible());
    QSignalSpy opened(m_page.get(), &Page::opened);
    QTest::keyClick(table(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(opened.size(), 1);
    details->findChild<QPushButton *>()->click();
    QCOMPARE(opened.size(), 2);
}

void LogPageTest::detailsOfTheHelper()
{
    auto *const details = m_page->findChild<LogDetails *>();
    QVERIFY(m_page->find(u"SIGSEGV"_qs));
    QVERIFY(details->subject().kind == Subject::Kind::Restarts);
    QVERIFY(m_page->find(u"Queue passed"_qs));
    QVERIFY(details->subject().kind == Subject::Kind::None);
    QVERIFY(!details->findChild<QPushButton *>()->isVisible());
}

void LogPageTest::exportsWhatIsShown()
{
    chip(u"Debug"_qs)->click();
    const QByteArray json = m_page->exported(u"a.JSON"_qs);
    QCOMPARE(QJsonDocument::fromJson(json).array().size(), 12);
    QCOMPARE(m_page->exported(u"a.csv"_qs).count('\n'), 13);
}

void LogPageTest::isNamed()
{
    for (const QWidget *const widget : m_page->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
            continue;
        const auto *const button = qobject_cast<const QAbstractButton *>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty())
                     || widget->focusProxy() || qobject_cast<const QScrollBar *>(widget)
                     || widget->inherits("QHeaderView"),
                 widget->metaObject()->className());
    }
}

QTEST_MAIN(LogPageTest)
#include "tst_logpage.moc"
